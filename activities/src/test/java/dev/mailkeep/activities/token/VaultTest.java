package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.token.Vault.Place;
import dev.mailkeep.activities.token.Vault.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final String SECRET = "1//a-refresh-token";
    private static final UUID MAILBOX = new UUID(1, 1);
    private static final UUID USER = new UUID(2, 2);

    private final Vault vault = new Vault(KeysetFormat.CLEAR.parse(KeysetFormat.CLEAR.generate()));
    private final Place place = Place.refreshToken(MAILBOX, USER, "https://accounts.google.com", "1234");

    @Test
    void opensWhatItHasSealed() {
        byte[] ciphertext = vault.seal(SECRET, place);

        assertThat(new String(ciphertext, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        assertThat(vault.open(ciphertext, place)).isEqualTo(SECRET);
        assertThat(vault.seal(SECRET, place)).isNotEqualTo(ciphertext);
    }

    @Test
    void aCiphertextOpensInNoOtherPlace() {
        byte[] ciphertext = vault.seal(SECRET, place);

        for (Place other : new Place[] {
            Place.refreshToken(new UUID(1, 2), USER, "https://accounts.google.com", "1234"),
            Place.refreshToken(MAILBOX, new UUID(2, 3), "https://accounts.google.com", "1234"),
            Place.refreshToken(MAILBOX, USER, "https://accounts.simulated-google.invalid", "1234"),
            Place.refreshToken(MAILBOX, USER, "https://accounts.google.com", "12345"),
            Place.refreshToken(MAILBOX, USER, "https://accounts.google.com1", "234"),
            Place.pendingRevocation(MAILBOX, "https://accounts.google.com", "1234"),
            Place.verifier("1234")
        }) {
            assertThatThrownBy(() -> vault.open(ciphertext, other)).isInstanceOf(Sealed.class);
        }
    }

    @Test
    void neitherAnotherKeysetNorAChangedCiphertextOpens() {
        byte[] ciphertext = vault.seal(SECRET, place);

        assertThatThrownBy(() ->
                        new Vault(KeysetFormat.CLEAR.parse(KeysetFormat.CLEAR.generate())).open(ciphertext, place))
                .isInstanceOf(Sealed.class)
                .hasNoCause();
        ciphertext[ciphertext.length - 1] ^= 1;
        assertThatThrownBy(() -> vault.open(ciphertext, place)).isInstanceOf(Sealed.class);
    }
}

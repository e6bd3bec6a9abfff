package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.token.Vault.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetsTest {

    @TempDir
    private Path folder;

    @Test
    void isMadeOnceForThisUserOnly() throws IOException {
        Path file = folder.resolve("keyset.json");
        byte[] ciphertext = new Vault(Keysets.readOrCreate(file)).seal("secret", Place.verifier("a"));

        assertThat(new Vault(Keysets.readOrCreate(file)).open(ciphertext, Place.verifier("a")))
                .isEqualTo("secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsNotTakenForAKeyset() throws IOException {
        Path file = folder.resolve("keyset.json");
        Files.writeString(folder.resolve("keyset.json.new"), "{\"primaryKe");

        Keysets.readOrCreate(file);

        assertThat(Files.readString(file)).contains("AesGcmKey");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aDamagedKeysetIsRefusedAndNeverReplaced() throws IOException {
        Path file = folder.resolve("keyset.json");
        Files.writeString(file, "{\"key\": \"top secret\"}");

        assertThatThrownBy(() -> Keysets.readOrCreate(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("top secret")
                .hasNoCause();

        assertThat(Files.readString(file)).contains("top secret");
        assertThatThrownBy(() -> Keysets.read(folder.resolve("none.json"))).hasMessageContaining("none.json");
    }
}

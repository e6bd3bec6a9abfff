package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.mailkeep.activities.RefusedToStart;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests reach no key management service: a key of Tink in memory stands for one. */
class KeysetFormatTest {

    private final Aead kek = KeyManagement.key("fake-kms://one");

    @Test
    void anEncryptedKeysetShowsNothingAndOpensWithItsKeyOnly() {
        KeysetHandle keyset = Keysets.fresh();
        String wrapped = KeysetFormat.under(kek).write(keyset);

        assertThat(KeysetFormat.under(kek).parse(wrapped).equalsKeyset(keyset)).isTrue();
        assertThat(wrapped).doesNotContain("keyData");
        assertThatThrownBy(() -> KeysetFormat.under(KeyManagement.key("fake-kms://other"))
                        .parse(wrapped))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("could not be decrypted with the key that TOKEN_KEYSET_KEK names");
    }

    @Test
    void aKeysetEncryptedForAnotherPurposeIsRefused() throws Exception {
        String forAnotherPurpose = TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                Keysets.fresh(), kek, "something else".getBytes(), RegistryConfiguration.get());

        assertThatThrownBy(() -> KeysetFormat.under(kek).parse(forAnotherPurpose))
                .isInstanceOf(RefusedToStart.class);
    }

    @Test
    void aKeysetInTheClearIsRefusedWhereAnEncryptedOneIsExpectedAndViceVersa() {
        assertThatThrownBy(() -> KeysetFormat.under(kek).parse(KeysetFormat.CLEAR.generate()))
                .hasMessageContaining("TOKEN_KEYSET_KEK is set, but the token keyset is in the clear");
        assertThatThrownBy(
                        () -> KeysetFormat.CLEAR.parse(KeysetFormat.under(kek).write(Keysets.fresh())))
                .hasMessageContaining("encrypted, but TOKEN_KEYSET_KEK does not name the key");
    }

    @Test
    void aKeyOfAnUnknownServiceOrAForbiddenKeyIsRefusedWithAReason() {
        assertThatThrownBy(() -> KeyManagement.key("vault://transit/mailkeep"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("must be gcp-kms://… or aws-kms://…");
        assertThatThrownBy(() -> KeyManagement.key("fake-kms://a/forbidden"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("can't be used")
                .hasMessageContaining("not yours");
    }

    @Test
    void weakKeysAreRefused() throws Exception {
        for (Parameters weak : new Parameters[] {
            PredefinedAeadParameters.AES128_GCM,
            PredefinedAeadParameters.AES256_EAX,
            // Without the prefix a ciphertext does not tell its key.
            AesGcmParameters.builder()
                    .setKeySizeBytes(32)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build()
        }) {
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(weak, RegistryConfiguration.get()),
                    RegistryConfiguration.get(),
                    InsecureSecretKeyAccess.get());

            assertThatThrownBy(() -> KeysetFormat.CLEAR.parse(json))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("is not an AES-256-GCM key");
        }
    }

    @Test
    void aWeakKeyBesideAGoodOneIsRefusedToo() throws Exception {
        KeysetHandle mixed = KeysetHandle.newBuilder(Keysets.fresh())
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES128_GCM)
                        .withRandomId())
                .build();
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                mixed, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());

        assertThatThrownBy(() -> KeysetFormat.CLEAR.parse(json)).hasMessageContaining("is not an AES-256-GCM key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Mailkeep's own
                "VGhpcyBrZXkgaXMgYSBzYW1wbGU6IG5ldmVyIHVzZSE=",
                // Tink's
                "VslHxoGJN0U0YY/yyFM0rnSFpcown7QjsqU69IwjUi4=",
            })
    void samplesAreRefused(String key) {
        assertRefusedAsSample(Base64.getDecoder().decode(key));
    }

    @Test
    void typedKeysAreRefused() {
        assertRefusedAsSample(new byte[32]);
        assertRefusedAsSample("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".getBytes());
        var ascending = new byte[32];
        for (int i = 0; i < 32; i++) {
            ascending[i] = (byte) i;
        }
        assertRefusedAsSample(ascending);
    }

    private static void assertRefusedAsSample(byte[] key) {
        assertThatThrownBy(() -> KeysetFormat.CLEAR.parse(keyset(key)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("is a sample that anybody can know");
        byte[] changed = key.clone();
        changed[7] ^= 42;
        assertThat(KeysetFormat.CLEAR.parse(keyset(changed)).size()).isEqualTo(1);
    }

    /** A keyset as documentation shows it. The protobuf of the key is its field number, its length and the bytes. */
    private static String keyset(byte[] key) {
        var value = new byte[34];
        value[0] = 0x1a;
        value[1] = 32;
        System.arraycopy(key, 0, value, 2, 32);
        return """
                {"primaryKeyId": 1, "key": [{"keyData": {
                    "typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmKey", "value": "%s",
                    "keyMaterialType": "SYMMETRIC"}, "status": "ENABLED", "keyId": 1, "outputPrefixType": "TINK"}]}
                """.formatted(Base64.getEncoder().encodeToString(value));
    }
}

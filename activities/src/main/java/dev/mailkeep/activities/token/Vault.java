package dev.mailkeep.activities.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Encrypts what must not be readable in the database: AES-256-GCM by Tink. A ciphertext is bound to its place, so that
 * one copied to another row does not decrypt there.
 */
public final class Vault {

    private final Aead aead;

    /**
     * A vault over a keyset.
     *
     * @throws IllegalArgumentException when its keys are not for authenticated encryption
     */
    public Vault(KeysetHandle keyset) {
        try {
            this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException("The token keyset is not for authenticated encryption");
        }
    }

    /** The place a ciphertext belongs to. Only what never changes goes in. */
    public static final class Place {
        private final byte[] associatedData;

        private Place(String... parts) {
            // Each part with its length, so that no two places have the same encoding.
            var bytes = new ByteArrayOutputStream();
            try (var out = new DataOutputStream(bytes)) {
                out.writeUTF("mailkeep/1");
                for (String part : parts) {
                    out.writeUTF(part);
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            associatedData = bytes.toByteArray();
        }

        /** The refresh token of a mailbox. */
        public static Place refreshToken(UUID mailboxId, UUID userId, String issuer, String googleSub) {
            return new Place("oauth_tokens.refresh_token", mailboxId.toString(), userId.toString(), issuer, googleSub);
        }

        /** A refresh token that waits to be revoked. */
        public static Place pendingRevocation(UUID id, String issuer, String googleSub) {
            return new Place("pending_revocations.refresh_token", id.toString(), issuer, googleSub);
        }

        /** The constant by which a keyset is known to be the right one. */
        static Place keysetCheck() {
            return new Place("keyset_check.sealed");
        }

        /** The PKCE verifier of a round to Google. */
        public static Place verifier(String stateHash) {
            return new Place("oauth_attempts.verifier", stateHash);
        }
    }

    /** The ciphertext can't be opened here: another key, another place, or changed bytes. */
    public static final class Sealed extends RuntimeException {
        Sealed() {
            super("A stored secret can't be decrypted with the present keyset");
        }
    }

    /** Encrypts. */
    public byte[] seal(String secret, Place place) {
        try {
            return aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), place.associatedData);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Encryption failed", impossible);
        }
    }

    /**
     * Decrypts.
     *
     * @throws Sealed when that is not possible
     */
    public String open(byte[] ciphertext, Place place) {
        try {
            return new String(aead.decrypt(ciphertext, place.associatedData), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException unreadable) {
            throw new Sealed();
        }
    }
}

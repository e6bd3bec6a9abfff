package dev.mailkeep.activities.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.RefusedToStart;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Encrypts secrets for the database: AES-256-GCM by Tink. A ciphertext is bound to its place, so that a copy in another
 * row does not decrypt. The keyset may change while threads encrypt and decrypt.
 */
public final class Vault {

    private volatile Loaded loaded;

    private record Loaded(Aead aead, Set<Long> keyIds, long primaryKeyId) {

        static Loaded of(KeysetHandle keyset) {
            try {
                List<Keysets.Key> enabled = Keysets.keys(keyset).stream()
                        .filter(Keysets.Key::enabled)
                        .toList();
                return new Loaded(
                        keyset.getPrimitive(Keysets.TINK, Aead.class),
                        enabled.stream().map(Keysets.Key::id).collect(Collectors.toUnmodifiableSet()),
                        Integer.toUnsignedLong(keyset.getPrimary().getId()));
            } catch (GeneralSecurityException unfit) {
                throw new RefusedToStart("The token keyset is not for authenticated encryption", unfit);
            }
        }
    }

    /**
     * A vault over a keyset.
     *
     * @throws RefusedToStart when its keys are not for authenticated encryption
     */
    public Vault(KeysetHandle keyset) {
        loaded = Loaded.of(keyset);
    }

    /** Uses another keyset from now on. */
    public void use(KeysetHandle keyset) {
        loaded = Loaded.of(keyset);
    }

    /** The ids of the keys that this vault can open with; unsigned, as Tink prints them. */
    public Set<Long> keyIds() {
        return loaded.keyIds();
    }

    /** The id of the key that this vault seals with. */
    public long primaryKeyId() {
        return loaded.primaryKeyId();
    }

    /** The place that a ciphertext belongs to. It contains only values that never change. */
    public static final class Place {
        private final byte[] associatedData;

        private Place(String... parts) {
            // Write each part with its length, so that no two places have the same encoding.
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

        /** The canary that shows whether a keyset is the right one. */
        public static Place keysetCheck() {
            return new Place("keyset_check.sealed");
        }

        /** The PKCE verifier of an authorization flow. */
        public static Place verifier(String stateHash) {
            return new Place("oauth_attempts.verifier", stateHash);
        }
    }

    /** The ciphertext can't be opened here: it has another key or another place, or its bytes were changed. */
    public static final class Sealed extends RuntimeException {
        Sealed() {
            super("A stored secret can't be decrypted with the present keyset");
        }
    }

    /** Encrypts a secret. */
    public byte[] seal(String secret, Place place) {
        try {
            return loaded.aead().encrypt(secret.getBytes(StandardCharsets.UTF_8), place.associatedData);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Encryption failed", impossible);
        }
    }

    /**
     * Decrypts a secret.
     *
     * @throws Sealed when the ciphertext can't be opened
     */
    public String open(byte[] ciphertext, Place place) {
        try {
            return new String(loaded.aead().decrypt(ciphertext, place.associatedData), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException unreadable) {
            throw new Sealed();
        }
    }
}

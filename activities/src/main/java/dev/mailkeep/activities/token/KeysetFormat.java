package dev.mailkeep.activities.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import dev.mailkeep.activities.RefusedToStart;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A keyset as text: Tink's JSON, in the clear or encrypted by a key of a key management service. A keyset in the other
 * form than expected is refused, so that nobody takes a keyset in the clear for an encrypted one.
 */
public final class KeysetFormat {

    /** The format in the clear. */
    public static final KeysetFormat CLEAR = new KeysetFormat(null);

    /**
     * The associated data, so that a text that the same key encrypted for another purpose is not accepted as a keyset.
     */
    private static final byte[] PURPOSE = "mailkeep/1 token keyset".getBytes(StandardCharsets.UTF_8);

    private final @Nullable Aead kek;

    private KeysetFormat(@Nullable Aead kek) {
        this.kek = kek;
    }

    /** The format encrypted by this key. */
    public static KeysetFormat under(Aead kek) {
        return new KeysetFormat(kek);
    }

    /**
     * Reads a keyset.
     *
     * @throws RefusedToStart when the keyset may not be used; the message contains nothing of it
     */
    public KeysetHandle parse(String json) {
        boolean encrypted = json.contains("\"encryptedKeyset\"");
        if (encrypted && kek == null) {
            throw new RefusedToStart("The token keyset is encrypted, but TOKEN_KEYSET_KEK does not name the key that"
                    + " opens it. Set it to the one that the keyset was made with.");
        }
        if (!encrypted && kek != null && json.contains("\"key\"")) {
            throw new RefusedToStart("TOKEN_KEYSET_KEK is set, but the token keyset is in the clear. Encrypt it with"
                    + " “keys encrypt”, or make a new one with “keys generate”.");
        }
        KeysetHandle keyset;
        try {
            keyset = kek == null
                    ? TinkJsonProtoKeysetFormat.parseKeyset(json, Keysets.TINK, InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, kek, PURPOSE, Keysets.TINK);
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            // In the clear the cause is left out, because parsers quote what they could not read.
            throw kek == null || !encrypted
                    ? new RefusedToStart(
                            "The token keyset is not a Tink keyset in JSON. Make one with “keys generate”.")
                    : new RefusedToStart(
                            "The token keyset could not be decrypted with the key that TOKEN_KEYSET_KEK names ("
                                    + KeyManagement.reason(unreadable) + ").");
        }
        Keysets.requireFit(keyset);
        return keyset;
    }

    /** A new keyset with one AES-256-GCM key, as text. */
    public String generate() {
        return write(Keysets.fresh());
    }

    /** Writes a keyset. */
    public String write(KeysetHandle keyset) {
        try {
            return kek == null
                    ? TinkJsonProtoKeysetFormat.serializeKeyset(keyset, Keysets.TINK, InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, kek, PURPOSE, Keysets.TINK);
        } catch (GeneralSecurityException | RuntimeException failed) {
            throw new RefusedToStart(
                    "The token keyset could not be encrypted with the key that TOKEN_KEYSET_KEK names ("
                            + KeyManagement.reason(failed) + ").",
                    failed);
        }
    }
}

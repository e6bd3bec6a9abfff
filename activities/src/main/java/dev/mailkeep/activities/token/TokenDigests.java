package dev.mailkeep.activities.token;

import dev.mailkeep.activities.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Digests by which a refresh token is found when Google identifies it without sending it (Cross-Account Protection,
 * "OAuth token identifiers"). Neither digest is keyed: a key would have to outlive every rotation of the keyset, and
 * Google computes the first digest without one. Neither gives the token away: a whole token has far more than 128
 * random bits, and so has the part after its first 16 characters. The first 16 characters begin like all of Google's
 * tokens and still leave some 70 bits to guess.
 */
final class TokenDigests {

    /** Google's {@code prefix}. */
    private static final int PREFIX_LENGTH = 16;

    private TokenDigests() {}

    /** SHA-512 of SHA-512: Google's {@code hash_base64_sha512_sha512}, before it is Base64. */
    static byte[] ofToken(String refreshToken) {
        MessageDigest sha512 = sha512();
        return sha512.digest(sha512.digest(bytes(refreshToken)));
    }

    /** SHA-256 of the first 16 characters. */
    static byte[] ofPrefix(String refreshToken) {
        return Sha256.of(refreshToken.substring(0, Math.min(PREFIX_LENGTH, refreshToken.length())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.mailkeep.simulator.risc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event as it appears in a security event token (Google, "Protect user accounts with Cross-Account Protection").
 *
 * @param type the event type's URI
 * @param subject the account or token that the event is about
 * @param details further claims
 */
public record SecurityEvent(String type, Map<String, String> subject, Map<String, String> details) {

    /** The issuer of the tokens and of the accounts in them. Nothing real can ever have this name. */
    static final String ISSUER = "https://accounts.simulated-google.invalid/";

    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
    private static final String OAUTH = "https://schemas.openid.net/secevent/oauth/event-type/";

    /** How an event identifies a token without revealing it. */
    public enum TokenIdentifier {
        PREFIX,
        DOUBLE_HASH
    }

    public SecurityEvent {
        subject = Map.copyOf(subject);
        details = Map.copyOf(details);
    }

    /** An event of any type, about an account. */
    public static SecurityEvent about(String type, String sub) {
        return new SecurityEvent(type, Map.of("subject_type", "iss-sub", "iss", ISSUER, "sub", sub), Map.of());
    }

    public static SecurityEvent sessionsRevoked(String sub) {
        return about(RISC + "sessions-revoked", sub);
    }

    public static SecurityEvent tokensRevoked(String sub) {
        return about(OAUTH + "tokens-revoked", sub);
    }

    /** Without a reason; see {@link #withReason}. */
    public static SecurityEvent accountDisabled(String sub) {
        return about(RISC + "account-disabled", sub);
    }

    public static SecurityEvent accountEnabled(String sub) {
        return about(RISC + "account-enabled", sub);
    }

    public static SecurityEvent credentialChangeRequired(String sub) {
        return about(RISC + "account-credential-change-required", sub);
    }

    /** About one refresh token, which Google does not send in the clear. */
    public static SecurityEvent tokenRevoked(String refreshToken, TokenIdentifier by) {
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put("subject_type", "oauth_token");
        subject.put("token_type", "refresh_token");
        subject.put("token_identifier_alg", by == TokenIdentifier.PREFIX ? "prefix" : "hash_base64_sha512_sha512");
        subject.put("token", by == TokenIdentifier.PREFIX ? refreshToken.substring(0, 16) : doubleHash(refreshToken));
        return new SecurityEvent(OAUTH + "token-revoked", subject, Map.of());
    }

    /** What Google sends when it is asked to test the stream. */
    public static SecurityEvent verification(String state) {
        return new SecurityEvent(RISC + "verification", Map.of(), Map.of("state", state));
    }

    /** {@code hijacking} or {@code bulk-account}. */
    public SecurityEvent withReason(String reason) {
        return new SecurityEvent(type, subject, Map.of("reason", reason));
    }

    /** The same event about an account of another issuer. */
    public SecurityEvent withSubjectIssuer(String issuer) {
        Map<String, String> other = new LinkedHashMap<>(subject);
        other.put("iss", issuer);
        return new SecurityEvent(type, other, details);
    }

    Map<String, Object> claim() {
        Map<String, Object> claim = new LinkedHashMap<>();
        if (!subject.isEmpty()) {
            claim.put("subject", subject);
        }
        claim.putAll(details);
        return Map.of(type, claim);
    }

    private static String doubleHash(String token) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            byte[] once = sha512.digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha512.digest(once));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

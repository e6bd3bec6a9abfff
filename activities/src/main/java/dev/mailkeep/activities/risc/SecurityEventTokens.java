package dev.mailkeep.activities.risc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleKeys;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.risc.SecurityEvent.RevokedToken;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads security event tokens (RFC 8417) as Google requires: checks the signature (RS256, with a key of the discovery
 * document), issuer and audience, but not {@code exp}, because events are history ("Protect user accounts with
 * Cross-Account Protection", "Decode and validate the security event token").
 */
@Component
public final class SecurityEventTokens {

    /**
     * The greatest age of a token. Google does not say for how long it delivers again; an older event would be of no
     * use, because a token refresh has shown the same meanwhile. Ids of tokens are kept longer than this, so that no
     * token can be replayed after its id is gone.
     */
    static final Duration OLDEST = Duration.ofDays(14);

    /** How far the clocks may differ when somebody connects. */
    static final Duration CLOCKS = Duration.ofMinutes(5);

    private static final int LONGEST_ID = 512;
    private static final int PREFIX_LENGTH = 16;

    /**
     * How long a token waits for keys. A slow answer of Google must not block all threads that serve posts, and Google
     * delivers again.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RiscDiscovery discovery;
    private final GoogleKeys keys;
    private final GoogleSettings google;
    private final Clock clock;

    @Autowired
    SecurityEventTokens(DiscoveryDocuments documents, RiscSettings settings, GoogleSettings google) {
        this(new RiscDiscovery(documents, settings.configurationUri()), google, Clock.systemUTC());
    }

    SecurityEventTokens(RiscDiscovery discovery, GoogleSettings google, Clock clock) {
        this.discovery = discovery;
        this.google = google;
        this.clock = clock;
        this.keys = new GoogleKeys(discovery::keys, PATIENCE, clock)
                .accepting(new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType("secevent+jwt"), JOSEObjectType.JWT, null));
    }

    /** Why a token is refused. */
    public enum Reason {
        /** Not a security event token at all. */
        MALFORMED,
        /** Not signed by Google. */
        FORGED,
        /** Signed with one of Google's keys, but not issued by its Cross-Account Protection. */
        OTHER_ISSUER,
        /** Issued by Google for another app. */
        OTHER_AUDIENCE,
        /** Dated in the future, or weeks ago. */
        WRONG_TIME
    }

    /** The token is refused. */
    public static final class Refused extends RuntimeException {
        private final Reason reason;

        Refused(Reason reason) {
            super("The security event token is refused", null, false, false);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /**
     * Reads a token.
     *
     * @param text as it was posted
     * @throws Refused when anything about it is wrong
     * @throws GoogleFailure.Unavailable when Google's keys can't be fetched
     */
    public SecurityEventToken read(String text) {
        JWTClaimsSet claims = signed(text.strip());
        if (!discovery.issuer().equals(claims.getIssuer())) {
            throw new Refused(Reason.OTHER_ISSUER);
        }
        // A project with several apps has one stream, so a token may name other apps besides us.
        if (!claims.getAudience().contains(google.clientId())) {
            throw new Refused(Reason.OTHER_AUDIENCE);
        }
        String id = claims.getJWTID();
        if (id == null
                || id.isEmpty()
                || id.length() > LONGEST_ID
                || claims.getIssueTime() == null
                || !(claims.getClaim("events") instanceof Map<?, ?> events)
                || events.isEmpty()) {
            throw new Refused(Reason.MALFORMED);
        }
        Instant issuedAt = claims.getIssueTime().toInstant();
        Instant now = clock.instant();
        if (issuedAt.isAfter(now.plus(CLOCKS)) || issuedAt.isBefore(now.minus(OLDEST))) {
            throw new Refused(Reason.WRONG_TIME);
        }
        List<SecurityEvent> read = events.entrySet().stream()
                .map(event -> event(String.valueOf(event.getKey()), event.getValue()))
                .toList();
        return new SecurityEventToken(id, issuedAt, read);
    }

    private JWTClaimsSet signed(String text) {
        try {
            return keys.verify(text);
        } catch (ParseException notAToken) {
            throw new Refused(Reason.MALFORMED);
        } catch (BadJOSEException forged) {
            throw new Refused(Reason.FORGED);
        }
    }

    private SecurityEvent event(String type, @Nullable Object claim) {
        Map<?, ?> said = claim instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> subject = said.get("subject") instanceof Map<?, ?> map ? map : Map.of();
        return new SecurityEvent(
                Kind.of(type),
                isOurs(text(subject, "iss")) ? text(subject, "sub") : null,
                text(said, "reason"),
                token(subject));
    }

    /**
     * Whether Google is the issuer. Google writes its name with or without a scheme, and with or without a slash at the
     * end.
     */
    private boolean isOurs(@Nullable String issuer) {
        return issuer == null
                || bare(issuer).equals(bare(google.issuer()))
                || bare(issuer).equals(bare(discovery.issuer()));
    }

    private static String bare(String issuer) {
        return issuer.replaceFirst("^https://", "").replaceFirst("/$", "");
    }

    private static @Nullable RevokedToken token(Map<?, ?> subject) {
        String named = text(subject, "token");
        String by = text(subject, "token_identifier_alg");
        if (named == null || by == null || !"refresh_token".equals(text(subject, "token_type"))) {
            return null;
        }
        return switch (by) {
            case "prefix" -> named.length() == PREFIX_LENGTH ? new RevokedToken(named, null) : null;
            case "hash_base64_sha512_sha512" -> new RevokedToken(null, base64(named));
            default -> null;
        };
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : null;
    }
}

package dev.mailkeep.simulator.pubsub;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The token that comes with a pushed message, and its forgeries.
 *
 * @param issuer {@code iss}
 * @param audience {@code aud}
 * @param email the service account that pushes
 * @param emailVerified {@code email_verified}
 * @param life from now to {@code exp}; null: the token has no {@code exp}
 */
public record OidcToken(
        String issuer,
        String audience,
        String email,
        boolean emailVerified,
        @Nullable Duration life) {

    public OidcToken withIssuer(String other) {
        return new OidcToken(other, audience, email, emailVerified, life);
    }

    public OidcToken withAudience(String other) {
        return new OidcToken(issuer, other, email, emailVerified, life);
    }

    public OidcToken withEmail(String other) {
        return new OidcToken(issuer, audience, other, emailVerified, life);
    }

    public OidcToken withEmailVerified(boolean verified) {
        return new OidcToken(issuer, audience, email, verified, life);
    }

    public OidcToken withLife(@Nullable Duration other) {
        return new OidcToken(issuer, audience, email, emailVerified, other);
    }

    JWTClaimsSet claims(Clock clock) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject("113774264463038321964")
                .claim("azp", "113774264463038321964")
                .claim("email", email)
                .claim("email_verified", emailVerified)
                .issueTime(Date.from(now))
                .expirationTime(life == null ? null : Date.from(now.plus(life)))
                .build();
    }
}

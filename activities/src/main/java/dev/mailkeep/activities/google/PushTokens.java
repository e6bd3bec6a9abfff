package dev.mailkeep.activities.google;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Verifies the tokens of pushed messages: signature (RS256, Google's JWKS), issuer, audience, service account and time
 * (Pub/Sub, "Authentication for push subscriptions").
 */
public final class PushTokens {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /**
     * How long a push waits for keys. A slow answer of Google must not block all threads that serve pushes, and Pub/Sub
     * posts again.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GoogleKeys keys;
    private final Set<String> issuers;
    private final String audience;
    private final String serviceAccount;
    private final Clock clock;

    /** @throws IllegalArgumentException when these settings expect no pushes */
    public PushTokens(GoogleSettings google, PushSettings push) {
        this(google, push, Clock.systemUTC());
    }

    PushTokens(GoogleSettings google, PushSettings push, Clock clock) {
        if (push.audience() == null || push.serviceAccount() == null) {
            throw new IllegalArgumentException("nothing is pushed");
        }
        audience = push.audience();
        serviceAccount = push.serviceAccount();
        issuers = IdTokens.issuers(google);
        this.clock = clock;
        keys = GoogleKeys.of(google, PATIENCE, clock);
    }

    /** The token is not from Pub/Sub, or not for us. */
    public static final class Refused extends Exception {
        Refused() {
            super("The token does not belong to our subscription");
        }
    }

    /**
     * Accepts the token of a genuine push.
     *
     * @throws Refused when anything about it is wrong
     * @throws GoogleFailure.Unavailable when Google's keys can't be fetched
     */
    public void verify(String token) throws Refused {
        try {
            if (!isOurs(keys.verify(token))) {
                throw new Refused();
            }
        } catch (ParseException | BadJOSEException forged) {
            throw new Refused();
        }
    }

    private boolean isOurs(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        return issuers.contains(String.valueOf(claims.getIssuer()))
                && List.of(audience).equals(claims.getAudience())
                && serviceAccount.equals(claims.getStringClaim("email"))
                && Objects.equals(claims.getBooleanClaim("email_verified"), true)
                && expires != null
                && clock.instant().isBefore(expires.toInstant().plus(CLOCK_SKEW));
    }
}

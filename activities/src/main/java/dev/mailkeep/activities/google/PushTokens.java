package dev.mailkeep.activities.google;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Verifies the tokens that pushed messages come with: signature (RS256, Google's JWKS), issuer, audience, service account
 * and time (Pub/Sub, "Authentication for push subscriptions").
 */
public final class PushTokens {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** Anybody can post a token of an unknown key: that must not make us ask Google for its keys each time. */
    private static final long KEYS_AT_MOST_EVERY_MILLIS = Duration.ofSeconds(30).toMillis();

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Set<String> issuers;
    private final String audience;
    private final String serviceAccount;
    private final Clock clock;

    /** @throws IllegalArgumentException when nothing is pushed under these settings */
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
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                GoogleKeys.of(google).rateLimited(KEYS_AT_MOST_EVERY_MILLIS).build()));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /** The token is not Pub/Sub's, or not for us. */
    public static final class Refused extends Exception {
        Refused() {
            super("The token is not one of our subscription");
        }
    }

    /**
     * Lets the token of a genuine push pass.
     *
     * @throws Refused when anything about it is wrong
     * @throws GoogleFailure.Unavailable when Google's keys can't be had
     */
    public void verify(String token) throws Refused {
        JWTClaimsSet claims;
        try {
            claims = processor.process(token, null);
            if (!isOurs(claims)) {
                throw new Refused();
            }
        } catch (ParseException | BadJOSEException | RateLimitReachedException forged) {
            throw new Refused();
        } catch (JOSEException keysMissing) {
            throw new GoogleFailure.Unavailable("Google's keys could not be fetched");
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

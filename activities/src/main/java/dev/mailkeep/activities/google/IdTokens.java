package dev.mailkeep.activities.google;

import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Verifies ID tokens: signature, issuer, audience, time and nonce. The token endpoint issues them in answer to a code,
 * so {@code iat} must be within five minutes of now; otherwise clock skew is reported, not an invalid token.
 */
@Component
public final class IdTokens {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** How long a sign-in waits while the keys are fetched for another one. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final GoogleKeys keys;
    private final Set<String> issuers;
    private final String clientId;
    private final Clock clock;

    @Autowired
    IdTokens(GoogleSettings settings) {
        this(settings, Clock.systemUTC());
    }

    IdTokens(GoogleSettings settings, Clock clock) {
        this.keys = GoogleKeys.of(settings, PATIENCE, clock);
        this.issuers = issuers(settings);
        this.clientId = settings.clientId();
        this.clock = clock;
    }

    /** Google uses either spelling of its issuer (OpenID Connect guide, "Validating an ID token"). */
    static Set<String> issuers(GoogleSettings settings) {
        return settings.issuer().equals(GoogleSettings.GOOGLE_ISSUER)
                ? Set.of(GoogleSettings.GOOGLE_ISSUER, "accounts.google.com")
                : Set.of(settings.issuer());
    }

    /**
     * The account that signed in.
     *
     * @param sub Google's id of the account; never changes
     * @param email its address; may change
     */
    public record Identity(String sub, String email) {}

    /** The token is not valid. */
    public static final class Refused extends RuntimeException {
        Refused(String why) {
            super(why);
        }
    }

    /** Google's clock and this machine's are more than five minutes apart. */
    public static final class ClocksDiffer extends RuntimeException {
        ClocksDiffer() {
            super("Google's clock and this machine's are more than five minutes apart");
        }
    }

    /** Google has not verified that the address belongs to the owner of the account. */
    public static final class AddressNotVerified extends RuntimeException {
        AddressNotVerified() {
            super("The ID token's address is not verified");
        }
    }

    private boolean isDatedNow(JWTClaimsSet claims) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Instant now = clock.instant();
        return issued != null
                && expires != null
                && Duration.between(issued.toInstant(), now).abs().compareTo(CLOCK_SKEW) <= 0
                && now.isBefore(expires.toInstant().plus(CLOCK_SKEW));
    }

    /**
     * Reads a token.
     *
     * @param nonce the nonce of the authorization request
     * @throws Refused when anything about it is wrong
     * @throws ClocksDiffer when nothing is wrong with it but its time
     * @throws AddressNotVerified when nothing is wrong with it but its address
     * @throws GoogleFailure.Unavailable when the keys can't be fetched
     */
    public Identity verify(String idToken, String nonce) {
        JWTClaimsSet claims = read(idToken);
        if (!nonce.equals(claims.getClaim("nonce"))) {
            throw new Refused("The ID token is not for this sign-in");
        }
        return identity(claims);
    }

    /**
     * Reads a token from a code of Google's popup, which takes no nonce. A token with a nonce belongs to somebody
     * else's request.
     *
     * @throws Refused when anything about it is wrong
     * @throws ClocksDiffer when nothing is wrong with it but its time
     * @throws AddressNotVerified when nothing is wrong with it but its address
     * @throws GoogleFailure.Unavailable when the keys can't be fetched
     */
    public Identity verifyOfPopup(String idToken) {
        JWTClaimsSet claims = read(idToken);
        if (claims.getClaims().containsKey("nonce")) {
            throw new Refused("The ID token belongs to another sign-in");
        }
        return identity(claims);
    }

    private JWTClaimsSet read(String idToken) {
        JWTClaimsSet claims;
        try {
            claims = keys.verify(idToken);
        } catch (ParseException | BadJOSEException forged) {
            throw new Refused("The ID token is not valid");
        }
        if (!issuers.contains(String.valueOf(claims.getIssuer()))
                || !List.of(clientId).equals(claims.getAudience())) {
            throw new Refused("The ID token is not valid");
        }
        if (!isDatedNow(claims)) {
            throw new ClocksDiffer();
        }
        return claims;
    }

    private static Identity identity(JWTClaimsSet claims) {
        if (!(claims.getClaim("sub") instanceof String sub) || !(claims.getClaim("email") instanceof String email)) {
            throw new Refused("The ID token does not say who signed in");
        }
        // Mailkeep shows the address and sends e-mail to it, and recognises by it an account that was deleted and
        // created again.
        if (!"true".equals(String.valueOf(claims.getClaim("email_verified")))) {
            throw new AddressNotVerified();
        }
        return new Identity(sub, email);
    }
}

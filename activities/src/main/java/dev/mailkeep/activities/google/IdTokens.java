package dev.mailkeep.activities.google;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Verifies ID tokens: signature (RS256, Google's JWKS), issuer, audience, time and nonce. They come straight from the token
 * endpoint, in answer to a code: one that is dated otherwise than now says that the clocks differ, and so it is told.
 */
@Component
public final class IdTokens {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final String CLOCKS_DIFFER = "clocks_differ";

    private final NimbusJwtDecoder decoder;

    @Autowired
    IdTokens(GoogleSettings settings) {
        this(settings, Clock.systemUTC());
    }

    IdTokens(GoogleSettings settings, Clock clock) {
        // They come straight from Google: nobody can make us ask for keys all the time by sending forged ones.
        decoder = NimbusJwtDecoder.withJwkSource(
                        GoogleKeys.of(settings).rateLimited(false).build())
                .build();
        Set<String> issuers = issuers(settings);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                jwt -> datedNow(jwt, clock.instant())
                        ? OAuth2TokenValidatorResult.success()
                        : OAuth2TokenValidatorResult.failure(new OAuth2Error(CLOCKS_DIFFER)),
                new JwtClaimValidator<Object>(
                        JwtClaimNames.ISS, issuer -> issuer != null && issuers.contains(issuer.toString())),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD,
                        audience -> List.of(settings.clientId()).equals(audience))));
    }

    /** Google signs with either spelling of its issuer (OpenID Connect guide, "Validating an ID token"). */
    static Set<String> issuers(GoogleSettings settings) {
        return settings.issuer().equals(GoogleSettings.GOOGLE_ISSUER)
                ? Set.of(GoogleSettings.GOOGLE_ISSUER, "accounts.google.com")
                : Set.of(settings.issuer());
    }

    /**
     * Who signed in.
     *
     * @param sub Google's id of the account; never changes
     * @param email its address; may change
     */
    public record Identity(String sub, String email) {}

    /** The token is not what it should be, or Google's keys can't be had. */
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

    /** Google has not verified that the account's address is its owner's. */
    public static final class AddressNotVerified extends RuntimeException {
        AddressNotVerified() {
            super("The ID token's address is not verified");
        }
    }

    private static boolean datedNow(Jwt jwt, Instant now) {
        Instant issued = jwt.getIssuedAt();
        Instant expires = jwt.getExpiresAt();
        return issued != null
                && expires != null
                && Duration.between(issued, now).abs().compareTo(CLOCK_SKEW) <= 0
                && now.isBefore(expires.plus(CLOCK_SKEW));
    }

    /**
     * Reads a token.
     *
     * @param nonce the one sent with the request
     * @throws Refused when anything about it is wrong
     * @throws ClocksDiffer when nothing is wrong with it but its time
     * @throws AddressNotVerified when it is alright but for the address
     * @throws GoogleFailure.Unavailable when the keys can't be had
     */
    public Identity verify(String idToken, String nonce) {
        Jwt jwt = decode(idToken);
        if (!nonce.equals(jwt.getClaimAsString("nonce"))) {
            throw new Refused("The ID token is not for this sign-in");
        }
        return identity(jwt);
    }

    /**
     * Reads a token that was got with a code of Google's popup, which takes no nonce. One that has a nonce was asked for by
     * somebody else.
     *
     * @throws Refused when anything about it is wrong
     * @throws ClocksDiffer when nothing is wrong with it but its time
     * @throws AddressNotVerified when it is alright but for the address
     * @throws GoogleFailure.Unavailable when the keys can't be had
     */
    public Identity verifyOfPopup(String idToken) {
        Jwt jwt = decode(idToken);
        if (jwt.hasClaim("nonce")) {
            throw new Refused("The ID token is of another sign-in");
        }
        return identity(jwt);
    }

    private Jwt decode(String idToken) {
        try {
            return decoder.decode(idToken);
        } catch (JwtValidationException invalid) {
            boolean timeOnly =
                    invalid.getErrors().stream().allMatch(error -> CLOCKS_DIFFER.equals(error.getErrorCode()));
            throw timeOnly ? new ClocksDiffer() : new Refused("The ID token is not valid");
        } catch (BadJwtException invalid) {
            throw new Refused("The ID token is not valid");
        } catch (JwtException keysMissing) {
            throw new GoogleFailure.Unavailable("Google's keys could not be fetched");
        }
    }

    private static Identity identity(Jwt jwt) {
        String sub = jwt.getSubject();
        String email = jwt.getClaimAsString("email");
        if (sub == null || email == null) {
            throw new Refused("The ID token does not say who signed in");
        }
        // The address is shown, written to, and what tells an account that was made anew from the one before it.
        if (!Boolean.TRUE.equals(jwt.getClaimAsBoolean("email_verified"))) {
            throw new AddressNotVerified();
        }
        return new Identity(sub, email);
    }
}

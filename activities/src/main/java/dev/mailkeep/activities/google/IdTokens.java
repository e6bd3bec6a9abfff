package dev.mailkeep.activities.google;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/** Verifies ID tokens: signature (RS256, Google's JWKS), issuer, audience, time and nonce. */
public final class IdTokens {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final NimbusJwtDecoder decoder;

    IdTokens(GoogleSettings settings) {
        var requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(settings.connectTimeout());
        requests.setReadTimeout(settings.readTimeout());
        decoder = NimbusJwtDecoder.withJwkSetUri(settings.jwksUri().toString())
                .restOperations(new RestTemplate(requests))
                .build();
        // Google signs with either spelling of its issuer (OpenID Connect guide, "Validating an ID token").
        Set<String> issuers = settings.issuer().equals(GoogleSettings.GOOGLE_ISSUER)
                ? Set.of(GoogleSettings.GOOGLE_ISSUER, "accounts.google.com")
                : Set.of(settings.issuer());
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
                new JwtClaimValidator<Object>(
                        JwtClaimNames.ISS, issuer -> issuer != null && issuers.contains(issuer.toString())),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD,
                        audience -> List.of(settings.clientId()).equals(audience))));
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

    /**
     * Reads a token.
     *
     * @param nonce the one sent with the request
     * @throws Refused when anything about it is wrong
     * @throws GoogleFailure.Unavailable when the keys can't be had
     */
    public Identity verify(String idToken, String nonce) {
        Jwt jwt;
        try {
            jwt = decoder.decode(idToken);
        } catch (BadJwtException invalid) {
            throw new Refused("The ID token is not valid");
        } catch (JwtException keysMissing) {
            throw new GoogleFailure.Unavailable("Google's keys could not be fetched");
        }
        String sub = jwt.getSubject();
        String email = jwt.getClaimAsString("email");
        if (sub == null || email == null || !nonce.equals(jwt.getClaimAsString("nonce"))) {
            throw new Refused("The ID token is not for this sign-in");
        }
        return new Identity(sub, email);
    }
}

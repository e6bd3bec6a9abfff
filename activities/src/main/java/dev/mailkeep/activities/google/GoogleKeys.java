package dev.mailkeep.activities.google;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google's public keys for one kind of token, and the only place that verifies Google's signatures (RS256). The keys
 * are fetched like everything else from Google: limited in time and size, and without following redirects, which
 * Nimbus' own retriever follows.
 */
public final class GoogleKeys {

    /** After this time the keys are fetched again, so that a key that Google withdraws is not trusted for long. */
    public static final Duration CACHED = Duration.ofMinutes(5);

    /** While Google can't be reached, the last keys stay in use for this long after they were fetched. */
    public static final Duration THROUGH_AN_OUTAGE = Duration.ofHours(1);

    /** The keys are fetched at most twice in this time, because anybody can post a token that names an unknown key. */
    public static final Duration TWO_FETCHES_IN = Duration.ofMinutes(1);

    private final JWKSetSource<SecurityContext> published;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();

    /** Reads the keys from where Google publishes them; throws if that fails. */
    public interface Publication {
        JWKSet read() throws ParseException;
    }

    private record Source(Publication publication) implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                return publication.read();
            } catch (ParseException | RuntimeException unusable) {
                throw new JWKSetRetrievalException("Google's keys could not be fetched", unusable);
            }
        }

        @Override
        public void close() {}
    }

    /**
     * @param publication reads the published keys
     * @param patience how long a caller waits while another thread fetches the keys
     */
    public GoogleKeys(Publication publication, Duration patience, Clock clock) {
        this.clock = clock;
        // These are the layers of JWKSourceBuilder. They are put together here because the builder's result reads the
        // system's clock.
        published = new CachingJWKSetSource<>(
                new RateLimitedJWKSetSource<>(
                        new OutageTolerantJWKSetSource<>(new Source(publication), THROUGH_AN_OUTAGE.toMillis(), null),
                        TWO_FETCHES_IN.toMillis(),
                        null),
                CACHED.toMillis(),
                patience.toMillis(),
                null);
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, this::select));
        // The readers of a token check its claims, because the rules differ between kinds of tokens.
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    /** The keys of {@code GOOGLE_JWKS_URI}. */
    static GoogleKeys of(GoogleSettings google, Duration patience, Clock clock) {
        var documents = new DiscoveryDocuments(new GoogleHttp(google));
        return new GoogleKeys(() -> JWKSet.parse(documents.get(google.jwksUri())), patience, clock);
    }

    /** Makes these keys accept tokens of other types than JWT. */
    public GoogleKeys accepting(JOSEObjectTypeVerifier<SecurityContext> types) {
        signatures.setJWSTypeVerifier(types);
        return this;
    }

    /**
     * The claims of a token that Google has signed; no claim has been checked.
     *
     * @throws ParseException when it is not a token
     * @throws BadJOSEException when Google has not signed it, or not with RS256, or when it has another type
     * @throws GoogleFailure.Unavailable when Google's keys can't be fetched
     */
    public JWTClaimsSet verify(String token) throws ParseException, BadJOSEException {
        try {
            return signatures.process(token, null);
        } catch (JOSEException unverifiable) {
            throw new BadJOSEException("The signature can't be verified", unverifiable);
        }
    }

    private List<JWK> select(JWKSelector wanted, @Nullable SecurityContext context) {
        try {
            JWKSet known = published.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), context);
            List<JWK> fitting = wanted.select(known);
            return fitting.isEmpty() ? wanted.select(newer(known, context)) : fitting;
        } catch (KeySourceException missing) {
            throw new GoogleFailure.Unavailable("Google's keys could not be fetched");
        }
    }

    /** Newer keys, or the known ones if they were fetched only just now. */
    private JWKSet newer(JWKSet known, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return published.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), clock.millis(), context);
        } catch (RateLimitReachedException askedJustNow) {
            return known;
        }
    }
}

package dev.mailkeep.activities.risc;

import com.google.gson.Gson;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleSettings;
import java.net.URI;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what Google publishes about its security events: their issuer, and the keys that sign them. */
final class RiscDiscovery {

    private static final Logger log = LoggerFactory.getLogger(RiscDiscovery.class);
    private static final Gson GSON = new Gson();

    private final DiscoveryDocuments documents;
    private final URI configurationUri;
    private volatile @Nullable String issuer;

    RiscDiscovery(DiscoveryDocuments documents, URI configurationUri) {
        this.documents = documents;
        this.configurationUri = configurationUri;
    }

    private record Configuration(
            @Nullable String issuer, @Nullable String jwks_uri) {}

    /**
     * The issuer that the discovery document named when the keys were last fetched.
     *
     * @throws GoogleFailure.Unavailable before the keys were first fetched
     */
    String issuer() {
        String known = issuer;
        if (known == null) {
            throw new GoogleFailure.Unavailable("Google's configuration of security events is not available");
        }
        return known;
    }

    /**
     * Fetches the discovery document, and the keys that it points to.
     *
     * @throws RuntimeException when one of them can't be fetched or makes no sense
     */
    JWKSet keys() throws ParseException {
        try {
            Configuration configuration = GSON.fromJson(documents.get(configurationUri), Configuration.class);
            if (configuration == null || configuration.issuer() == null || configuration.jwks_uri() == null) {
                throw new GoogleFailure.Unavailable("Google's configuration of security events is not complete");
            }
            URI keys = URI.create(configuration.jwks_uri());
            GoogleSettings.requireSecure("jwks_uri", keys);
            JWKSet read = JWKSet.parse(documents.get(keys));
            issuer = configuration.issuer();
            return read;
        } catch (ParseException | RuntimeException unusable) {
            log.warn(
                    "Google's configuration of security events could not be read: {}",
                    unusable.getClass().getSimpleName());
            throw unusable;
        }
    }
}

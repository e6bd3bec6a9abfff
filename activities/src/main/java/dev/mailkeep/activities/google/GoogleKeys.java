package dev.mailkeep.activities.google;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;

/**
 * Google's public keys, fetched as all else is: bounded in time and size, and without following a redirect, which Nimbus'
 * own retriever and Spring's follow (both are HttpURLConnection's).
 */
final class GoogleKeys {

    private GoogleKeys() {}

    /** A source of the keys that caches them; how often it may ask for new ones is up to the caller. */
    static JWKSourceBuilder<SecurityContext> of(GoogleSettings settings) {
        var documents = new DiscoveryDocuments(new GoogleHttp(settings));
        try {
            return JWKSourceBuilder.create(settings.jwksUri().toURL(), url -> {
                        try {
                            return new Resource(documents.get(URI.create(url.toString())), "application/json");
                        } catch (GoogleFailure.Unavailable away) {
                            throw new IOException("Google's keys could not be fetched");
                        }
                    })
                    .refreshAheadCache(false);
        } catch (MalformedURLException notAUrl) {
            throw new IllegalArgumentException("GOOGLE_JWKS_URI must be a URL", notAUrl);
        }
    }
}

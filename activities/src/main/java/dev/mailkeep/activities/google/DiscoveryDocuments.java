package dev.mailkeep.activities.google;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Fetches documents that Google publishes for everybody, such as its keys. */
@Component
public final class DiscoveryDocuments {

    /** Keys and configurations take a few kB. */
    private static final int MAX_BYTES = 256 * 1024;

    private final GoogleHttp http;

    DiscoveryDocuments(GoogleHttp http) {
        this.http = http;
    }

    /**
     * Fetches a document.
     *
     * @throws GoogleFailure.Unavailable when the document can't be fetched, or is longer than any of Google's
     */
    public String get(URI uri) {
        try {
            HttpRequest request = http.transport().createRequestFactory(http).buildGetRequest(new GenericUrl(uri));
            request.setThrowExceptionOnExecuteError(false);
            HttpResponse response = request.execute();
            try (InputStream content = response.getContent()) {
                byte[] bytes = content == null ? new byte[0] : content.readNBytes(MAX_BYTES + 1);
                if (response.getStatusCode() != 200 || bytes.length > MAX_BYTES) {
                    throw new GoogleFailure.Unavailable("A document of Google's could not be read");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            } finally {
                response.disconnect();
            }
        } catch (IOException unreachable) {
            throw new GoogleFailure.Unavailable("A document of Google's could not be fetched");
        }
    }
}

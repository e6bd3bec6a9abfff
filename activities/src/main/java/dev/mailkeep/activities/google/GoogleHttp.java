package dev.mailkeep.activities.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import org.springframework.stereotype.Component;

/**
 * The transport of all calls to Google, and how each request is made: limited in time, without retries of its own
 * (Temporal retries), without redirects, and never logged, because URLs contain searches and bodies contain tokens.
 */
@Component
final class GoogleHttp implements HttpRequestInitializer {

    private final HttpTransport transport;

    GoogleHttp(GoogleSettings settings) {
        this.transport = new GoogleTransport(settings.connectTimeout(), settings.readTimeout());
    }

    HttpTransport transport() {
        return transport;
    }

    @Override
    public void initialize(HttpRequest request) {
        request.setNumberOfRetries(0);
        request.setFollowRedirects(false);
        request.setLoggingEnabled(false);
        request.setCurlLoggingEnabled(false);
    }
}

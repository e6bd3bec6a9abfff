package dev.mailkeep.activities.google;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.PubsubScopes;
import com.google.api.services.pubsub.model.AcknowledgeRequest;
import com.google.api.services.pubsub.model.PullRequest;
import com.google.api.services.pubsub.model.PullResponse;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the messages of a Pub/Sub subscription, by Google's own client. It authenticates with the application default
 * credentials, except to a Pub/Sub on this machine. For use by one thread.
 */
public final class PubSubClient {

    private static final int AT_MOST = 100;

    /** Google answers a pull when there is a message, or with an empty list after a minute or so. */
    private static final Duration PULL_DEADLINE = Duration.ofSeconds(100);

    private static final int GATEWAY_TIMEOUT = 504;

    private final HttpTransport transport;
    private final GoogleHttp plain;
    private final PushSettings settings;
    private final String subscription;
    private @Nullable Pubsub client;

    /** @throws IllegalArgumentException when these settings have no subscription to pull */
    public PubSubClient(GoogleSettings google, PushSettings settings) {
        if (settings.subscription() == null) {
            throw new IllegalArgumentException("nothing is pulled");
        }
        subscription = settings.subscription();
        this.settings = settings;
        transport = new GoogleTransport(google.connectTimeout(), PULL_DEADLINE);
        plain = new GoogleHttp(google);
    }

    /**
     * A message.
     *
     * @param acknowledgement what {@link #acknowledge} takes
     * @param data base64
     */
    public record Pulled(String acknowledgement, String data) {}

    /**
     * Waits for messages.
     *
     * @return an empty list if no message came for a while
     * @throws GoogleFailure.Unavailable when there is no answer, or one that makes no sense
     */
    public List<Pulled> pull() {
        PullResponse answer;
        try {
            answer = client().projects()
                    .subscriptions()
                    .pull(subscription, new PullRequest().setMaxMessages(AT_MOST))
                    .execute();
        } catch (HttpResponseException refused) {
            if (refused.getStatusCode() == GATEWAY_TIMEOUT) {
                return List.of();
            }
            throw meaning(refused);
        } catch (IOException away) {
            throw meaning(away);
        } catch (IllegalArgumentException nonsense) {
            throw new GoogleFailure.Unavailable("Pub/Sub's answer made no sense");
        }
        return GmailMapper.orEmpty(answer.getReceivedMessages()).stream()
                .map(received -> new Pulled(
                        String.valueOf(received.getAckId()),
                        received.getMessage() == null
                                ? ""
                                : Objects.requireNonNullElse(
                                        received.getMessage().getData(), "")))
                .toList();
    }

    /**
     * Acknowledges messages, so that they do not come again.
     *
     * @throws GoogleFailure.Unavailable when Pub/Sub did not accept it; the messages will come again
     */
    public void acknowledge(List<Pulled> messages) {
        List<String> ids = messages.stream().map(Pulled::acknowledgement).toList();
        try {
            client().projects()
                    .subscriptions()
                    .acknowledge(subscription, new AcknowledgeRequest().setAckIds(ids))
                    .execute();
        } catch (IOException failed) {
            throw meaning(failed);
        }
    }

    private Pubsub client() {
        if (client == null) {
            client = new Pubsub.Builder(transport, GsonFactory.getDefaultInstance(), initializer())
                    .setRootUrl(settings.pubSubBaseUrl().toString())
                    .setApplicationName("Mailkeep")
                    .setSuppressRequiredParameterChecks(true)
                    .build();
        }
        return client;
    }

    private HttpRequestInitializer initializer() {
        if (GoogleSettings.isLoopback(settings.pubSubBaseUrl().getHost())) {
            return plain;
        }
        HttpCredentialsAdapter credentials;
        try {
            credentials = new HttpCredentialsAdapter(
                    GoogleCredentials.getApplicationDefault(() -> transport).createScoped(Set.of(PubsubScopes.PUBSUB)));
        } catch (IOException none) {
            throw new GoogleFailure.Unavailable("There are no application default credentials");
        }
        return request -> {
            plain.initialize(request);
            credentials.initialize(request);
        };
    }

    /** Keeps the status only: Google's text may name the project, and the status is enough. */
    private static GoogleFailure meaning(IOException failure) {
        return new GoogleFailure.Unavailable(
                failure instanceof HttpResponseException refused
                        ? "Pub/Sub answered " + refused.getStatusCode()
                        : "Pub/Sub could not be reached");
    }
}

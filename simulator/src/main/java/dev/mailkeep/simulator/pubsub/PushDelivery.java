package dev.mailkeep.simulator.pubsub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Posts the messages of a subscription to its endpoint, each until the endpoint answers with success. */
final class PushDelivery implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long TRY_AGAIN_MILLIS = 300;

    private final Subscription subscription;
    private final URI endpoint;
    private final Supplier<String> token;
    private final Function<Message, String> envelope;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    PushDelivery(Subscription subscription, URI endpoint, Supplier<String> token, Function<Message, String> envelope) {
        this.subscription = subscription;
        this.endpoint = endpoint;
        this.token = token;
        this.envelope = envelope;
    }

    @Override
    public void run() {
        try {
            while (true) {
                for (Map.Entry<String, Message> taken :
                        subscription.take(1, PATIENCE).entrySet()) {
                    deliver(taken.getKey(), taken.getValue());
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(String ackId, Message message) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(endpoint)
                .timeout(DEADLINE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token.get())
                .POST(HttpRequest.BodyPublishers.ofString(envelope.apply(message)))
                .build();
        int status;
        try {
            status = http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            status = 0;
        }
        if (status / 100 == 2) {
            subscription.acknowledge(ackId);
        } else {
            subscription.refuse(ackId);
            Thread.sleep(TRY_AGAIN_MILLIS);
        }
    }
}

package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.WatchRequest;
import com.google.api.services.gmail.model.WatchResponse;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.http.LocalServer;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.pubsub.Mischief;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PushTest {

    private static final String TOPIC = "projects/simulated/topics/gmail";
    private static final String SUBSCRIPTION = "projects/simulated/subscriptions/mailkeep";

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google = simulators.start();
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final App app = new App(google);
    private Gmail gmail = app.gmail("ada@gmail.example");

    @BeforeEach
    void createTopic() {
        google.pubSub().createTopic(TOPIC, true);
        google.pubSub().subscribe(SUBSCRIPTION, TOPIC);
    }

    private WatchResponse watch(String topic) throws IOException {
        return gmail.users().watch("me", new WatchRequest().setTopicName(topic)).execute();
    }

    private Mail mail() {
        return Mail.from("boss@corp.example").build();
    }

    private List<JsonObject> pull() {
        JsonObject answer = post("pull", "{\"maxMessages\": 100}");
        return answer.has("receivedMessages")
                ? answer.getAsJsonArray("receivedMessages").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }

    private JsonObject post(String what, String body) {
        return App.json(app.send(HttpRequest.newBuilder(google.baseUri().resolve("/v1/" + SUBSCRIPTION + ":" + what))
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private static JsonObject textOf(JsonObject message) {
        byte[] text = Base64.getDecoder().decode(message.get("data").getAsString());
        return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Test
    void aWatchLastsSevenDaysCostsAHundredUnitsAndPublishesAtOnce() throws IOException {
        google.calls().reset();

        WatchResponse answer = watch(TOPIC);

        Instant expires = Instant.ofEpochMilli(answer.getExpiration());
        assertThat(Duration.between(google.clock().instant(), expires))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));
        assertThat(answer.getHistoryId()).isEqualTo(ada.historyId());
        assertThat(google.calls().units()).isEqualTo(100);
        JsonObject text = textOf(pull().get(0).getAsJsonObject("message"));
        assertThat(text.get("emailAddress").getAsString()).isEqualTo("ada@gmail.example");
        assertThat(text.get("historyId").getAsBigInteger()).isEqualTo(ada.historyId());
    }

    @Test
    void everyChangeIsPublishedUntilTheWatchEnds() throws IOException {
        watch(TOPIC);
        String id = ada.deliver(mail());
        ada.addLabels(id, "STARRED");
        ada.delete(id);
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(4);

        google.clock().advance(Duration.ofDays(8));
        ada.deliver(mail());
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(4);

        gmail = app.gmail("ada@gmail.example");
        watch(TOPIC);
        gmail.users().stop("me").execute();
        ada.deliver(mail());
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(5);
    }

    @Test
    void anUnacknowledgedMessageIsHandedOutAgain() throws IOException {
        watch(TOPIC);
        assertThat(pull()).hasSize(1);
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(1);

        google.clock().advance(Duration.ofSeconds(11));
        JsonObject again = pull().get(0);
        post("acknowledge", "{\"ackIds\": [\"" + again.get("ackId").getAsString() + "\"]}");

        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isZero();
    }

    @Test
    void aTopicMustExistAndLetGmailPublish() {
        google.pubSub().createTopic("projects/simulated/topics/closed", false);

        assertThat(refusal("gmail")).isEqualTo(400);
        assertThat(refusal("projects/simulated/topics/missing")).isEqualTo(404);
        assertThat(refusal("projects/simulated/topics/closed")).isEqualTo(403);
    }

    private int refusal(String topic) {
        var status = new AtomicInteger();
        assertThatThrownBy(() -> watch(topic))
                .isInstanceOfSatisfying(
                        GoogleJsonResponseException.class, failure -> status.set(failure.getStatusCode()));
        return status.get();
    }

    @Test
    void mischiefDropsDuplicatesAndReordersMessages() throws IOException {
        watch(TOPIC);
        google.pubSub().mischief(Mischief.dropping());
        ada.deliver(mail());
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(1);

        google.pubSub().mischief(Mischief.unkind());
        google.clock().advance(Duration.ofSeconds(2));
        ada.deliver(mail());
        ada.deliver(mail()); // Within the same second.

        List<JsonObject> received = pull();
        assertThat(received).hasSize(3);
        assertThat(textOf(received.get(0).getAsJsonObject("message"))
                        .get("historyId")
                        .getAsBigInteger())
                .isGreaterThan(textOf(received.get(2).getAsJsonObject("message"))
                        .get("historyId")
                        .getAsBigInteger());
    }

    @Test
    void aPushIsRepeatedUntilItIsAnsweredWithSuccess() throws Exception {
        BlockingQueue<Request> posts = new LinkedBlockingQueue<>();
        var refusals = new AtomicInteger(2);
        LocalServer endpoint = simulators.receiver(request -> {
            posts.add(request);
            return Reply.json(refusals.getAndDecrement() > 0 ? 503 : 204, "");
        });
        String pushed = "projects/simulated/subscriptions/pushed";
        google.pubSub().push(pushed, TOPIC, endpoint.uri(), "https://mail.example/hooks/gmail", "push@example");
        watch(TOPIC);

        Request first = posts.poll(1, TimeUnit.MINUTES);
        Request second = posts.poll(1, TimeUnit.MINUTES);
        Request third = posts.poll(1, TimeUnit.MINUTES);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(third).isNotNull();
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(first.bearer()).isNotNull().contains(".");
        assertThat(JsonParser.parseString(first.body())
                        .getAsJsonObject()
                        .get("subscription")
                        .getAsString())
                .isEqualTo(pushed);
    }
}

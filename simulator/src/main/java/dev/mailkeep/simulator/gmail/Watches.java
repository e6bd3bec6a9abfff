package dev.mailkeep.simulator.gmail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.account.Mailbox;
import dev.mailkeep.simulator.behaviour.GoogleErrors;
import dev.mailkeep.simulator.http.Json;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.pubsub.PubSub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code users.watch}: which mailboxes publish their changes to Pub/Sub, and until when. Only {@code users.stop} and
 * time end a watch; a revoked grant does not. Watches are kept in memory only.
 */
final class Watches {

    private static final Duration LIFE = Duration.ofDays(7);

    private record Watch(String topic, Instant expiresAt) {}

    private final PubSub pubSub;
    private final Clock clock;
    private final Map<String, Watch> watches = new HashMap<>();

    Watches(PubSub pubSub, Clock clock) {
        this.pubSub = pubSub;
        this.clock = clock;
    }

    Reply watch(Mailbox mailbox, Request request) {
        String topic = topicOf(request);
        if (!topic.matches("projects/[^/]+/topics/[^/]+")) {
            return Reply.json(
                    400, GoogleErrors.invalidArgument("Invalid topicName does not match projects/*/topics/*"));
        }
        String test = "Error sending test message to Cloud PubSub " + topic + " : ";
        switch (pubSub.access(topic)) {
            case NO_SUCH_TOPIC -> {
                return Reply.json(404, GoogleErrors.topicNotFound(test + "Resource not found."));
            }
            case DENIED -> {
                return Reply.json(403, GoogleErrors.topicDenied(test + "User not authorized to perform this action."));
            }
            case GRANTED -> {}
        }
        Instant expiresAt = clock.instant().plus(LIFE);
        synchronized (this) {
            watches.put(mailbox.sub(), new Watch(topic, expiresAt));
        }
        publishChange(mailbox);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("historyId", mailbox.historyId().toString());
        answer.put("expiration", String.valueOf(expiresAt.toEpochMilli()));
        return Reply.json(200, Json.wire(answer));
    }

    synchronized Reply stop(Mailbox mailbox) {
        watches.remove(mailbox.sub());
        return Reply.json(204, "");
    }

    /** When the watch of an account ends; the epoch if the account is not watched. */
    synchronized Instant expiresAt(String sub) {
        Watch watch = watches.get(sub);
        return watch == null ? Instant.EPOCH : watch.expiresAt();
    }

    /** Publishes that a mailbox has changed, if it is watched. */
    synchronized void publishChange(Mailbox mailbox) {
        Watch watch = watches.get(mailbox.sub());
        if (watch != null && clock.instant().isBefore(watch.expiresAt())) {
            JsonObject text = new JsonObject();
            text.addProperty("emailAddress", mailbox.email());
            text.addProperty("historyId", mailbox.historyId());
            pubSub.publish(watch.topic(), mailbox.sub(), text.toString());
        }
    }

    private static String topicOf(Request request) {
        try {
            JsonObject body = JsonParser.parseString(request.body()).getAsJsonObject();
            return body.has("topicName") ? body.get("topicName").getAsString() : "";
        } catch (JsonParseException | IllegalStateException noTopic) {
            return "";
        }
    }
}

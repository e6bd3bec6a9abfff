package dev.mailkeep.simulator.pubsub;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.oauth.SigningKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Topics and their subscriptions, which are pulled at {@code /v1/projects/…/subscriptions/…:pull} or pushed. Kept in
 * memory only.
 */
public final class PubSub implements AutoCloseable {

    public static final String PREFIX = "/v1/projects/";

    private static final Pattern PATH = Pattern.compile("/v1/(projects/[^/]+/subscriptions/[^/:]+):(pull|acknowledge)");

    /** How long a pull waits for a message. Google waits longer. */
    private static final Duration PULL_WAIT = Duration.ofSeconds(5);

    /** Whether Gmail may publish to a topic. */
    public enum Access {
        GRANTED,
        DENIED,
        NO_SUCH_TOPIC
    }

    private final Clock clock;
    private final String issuer;
    private final SigningKeys keys;
    private final SigningKeys strangersKeys = SigningKeys.ofStranger();
    private final Map<String, Boolean> topics = new HashMap<>();
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Map<String, List<Subscription>> byTopic = new HashMap<>();
    private final Map<String, Instant> lastPublished = new HashMap<>();
    private final List<Thread> deliveries = new ArrayList<>();
    private Mischief mischief = Mischief.none();
    private long messages;

    /** @param keys that the published key set belongs to */
    public PubSub(Clock clock, String issuer, SigningKeys keys) {
        this.clock = clock;
        this.issuer = issuer;
        this.keys = keys;
    }

    /** @param publishing whether {@code gmail-api-push@system.gserviceaccount.com} was given the right to publish */
    public synchronized void createTopic(String topic, boolean publishing) {
        topics.put(topic, publishing);
    }

    public synchronized Access access(String topic) {
        Boolean publishing = topics.get(topic);
        if (publishing == null) {
            return Access.NO_SUCH_TOPIC;
        }
        return publishing ? Access.GRANTED : Access.DENIED;
    }

    /** Creates a subscription that is pulled. */
    public synchronized void subscribe(String subscription, String topic) {
        Subscription made = new Subscription(clock);
        subscriptions.put(subscription, made);
        byTopic.computeIfAbsent(topic, name -> new ArrayList<>()).add(made);
    }

    /** Creates a subscription that is pushed to an endpoint, with a token of the service account for the audience. */
    public synchronized void push(
            String subscription, String topic, URI endpoint, String audience, String serviceAccount) {
        subscribe(subscription, topic);
        OidcToken token = token(audience, serviceAccount);
        PushDelivery delivery = new PushDelivery(
                find(subscription), endpoint, () -> sign(token), message -> envelope(subscription, message));
        Thread thread = new Thread(delivery, "simulated-push");
        thread.setDaemon(true);
        thread.start();
        deliveries.add(thread);
    }

    /** Publishes to every subscription of a topic, with whatever mischief is set. {@code about} is the account. */
    public synchronized void publish(String topic, String about, String text) {
        Instant now = clock.instant();
        Instant last = lastPublished.put(about, now);
        boolean tooSoon = last != null && now.isBefore(last.plusSeconds(1));
        if (mischief.drop() || (mischief.oneASecond() && tooSoon)) {
            return;
        }
        Message message = new Message(String.valueOf(++messages), encode(text), now);
        for (Subscription subscription : byTopic.getOrDefault(topic, List.of())) {
            for (int copy = 0; copy < (mischief.duplicate() ? 2 : 1); copy++) {
                subscription.add(message, mischief.newestFirst());
            }
        }
    }

    public synchronized void mischief(Mischief next) {
        mischief = next;
    }

    /** How many messages of a subscription are waiting, or were handed out and not acknowledged. */
    public int unacknowledged(String subscription) {
        return find(subscription).unacknowledged();
    }

    private synchronized Subscription find(String subscription) {
        Subscription found = subscriptions.get(subscription);
        if (found == null) {
            throw new NoSuchElementException("no subscription " + subscription);
        }
        return found;
    }

    /** The claims of the token that a genuine push carries. */
    public OidcToken token(String audience, String serviceAccount) {
        return new OidcToken(issuer, audience, serviceAccount, true, Duration.ofHours(1));
    }

    public String sign(OidcToken token) {
        return keys.sign(token.claims(clock));
    }

    /** Signs a token with a key that is not published. */
    public String signAsStranger(OidcToken token) {
        return strangersKeys.sign(token.claims(clock));
    }

    /** The body of a push that carries a text. */
    public String envelope(String subscription, String text, String messageId) {
        return envelope(subscription, new Message(messageId, encode(text), clock.instant()));
    }

    private static String envelope(String subscription, Message message) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("message", message.json());
        envelope.put("subscription", subscription);
        return new Gson().toJson(envelope);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers {@code :pull} and {@code :acknowledge}. Credentials are not checked. */
    public Reply handle(Request request) throws InterruptedException {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("POST")) {
            return error(404, "NOT_FOUND", "Method not found.");
        }
        Subscription subscription;
        try {
            subscription = find(path.group(1));
        } catch (NoSuchElementException missing) {
            return error(404, "NOT_FOUND", "Resource not found (resource=" + path.group(1) + ").");
        }
        JsonObject body = JsonParser.parseString(request.body()).getAsJsonObject();
        if (path.group(2).equals("acknowledge")) {
            JsonArray ids = body.getAsJsonArray("ackIds");
            ids.asList().stream().map(JsonElement::getAsString).forEach(subscription::acknowledge);
            return Reply.json(200, "{}");
        }
        JsonArray received = new JsonArray();
        subscription.take(body.get("maxMessages").getAsInt(), PULL_WAIT).forEach((ackId, message) -> {
            JsonObject one = new JsonObject();
            one.addProperty("ackId", ackId);
            one.add("message", new Gson().toJsonTree(message.json()));
            received.add(one);
        });
        JsonObject answer = new JsonObject();
        if (!received.isEmpty()) {
            answer.add("receivedMessages", received);
        }
        return Reply.json(200, answer.toString());
    }

    private static Reply error(int code, String status, String message) {
        return Reply.json(
                code, new Gson().toJson(Map.of("error", Map.of("code", code, "message", message, "status", status))));
    }

    @Override
    public synchronized void close() {
        deliveries.forEach(Thread::interrupt);
    }
}

package dev.mailkeep.simulator.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages that wait for one subscriber. Each is handed out again until it is acknowledged. */
final class Subscription {

    private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;

    private record Lease(Message message, Instant until) {}

    private final Clock clock;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Map<String, Lease> leased = new LinkedHashMap<>();
    private long leases;

    Subscription(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(Message message, boolean ahead) {
        if (ahead) {
            waiting.addFirst(message);
        } else {
            waiting.addLast(message);
        }
        notifyAll();
    }

    /** Hands out messages by the id that acknowledges each. Waits up to {@code patience} for the first one. */
    synchronized Map<String, Message> take(int most, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            takeBackExpiredLeases();
            if (!waiting.isEmpty()) {
                return lease(most);
            }
            if (System.nanoTime() >= deadline) {
                return Map.of();
            }
            wait(POLL_MILLIS);
        }
    }

    private Map<String, Message> lease(int most) {
        Map<String, Message> taken = new LinkedHashMap<>();
        Instant until = clock.instant().plus(ACKNOWLEDGE_WITHIN);
        while (!waiting.isEmpty() && taken.size() < most) {
            Message message = waiting.removeFirst();
            String ackId = "ack-" + ++leases;
            leased.put(ackId, new Lease(message, until));
            taken.put(ackId, message);
        }
        return taken;
    }

    private void takeBackExpiredLeases() {
        Instant now = clock.instant();
        List<String> late = leased.entrySet().stream()
                .filter(entry -> entry.getValue().until().isBefore(now))
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(this::refuse);
    }

    /** Acknowledges a message. An unknown or late id is ignored, as at Google. */
    synchronized void acknowledge(String ackId) {
        leased.remove(ackId);
    }

    /** Returns a message, so that it is handed out again. */
    synchronized void refuse(String ackId) {
        Lease lease = leased.remove(ackId);
        if (lease != null) {
            waiting.addLast(lease.message());
        }
    }

    synchronized int unacknowledged() {
        return waiting.size() + leased.size();
    }
}

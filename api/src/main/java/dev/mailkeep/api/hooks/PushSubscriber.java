package dev.mailkeep.api.hooks;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.PubSubClient;
import dev.mailkeep.activities.google.PubSubClient.Pulled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Pulls what Gmail published, so that Mailkeep need not be reachable from outside. If it misses a push, the next check
 * finds the mail.
 */
final class PushSubscriber implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PushSubscriber.class);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    private final PubSubClient messages;
    private final GmailPush push;
    private final boolean mayPull;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    /** @param mayPull whether this process runs a worker */
    PushSubscriber(PubSubClient messages, GmailPush push, boolean mayPull) {
        this.messages = messages;
        this.push = push;
        this.mayPull = mayPull;
    }

    @Override
    public void start() {
        running = true;
        if (!mayPull) {
            return;
        }
        var pulling = new Thread(this::pull, "gmail-push-pull");
        pulling.setDaemon(true);
        pulling.start();
        thread = pulling;
    }

    private void pull() {
        Duration backoff = Duration.ZERO;
        while (running) {
            try {
                takeSome();
                if (!backoff.isZero()) {
                    log.info("Gmail's pushes can be pulled again");
                    backoff = Duration.ZERO;
                }
            } catch (RuntimeException failure) {
                if (backoff.isZero() && running) {
                    log.warn(
                            "Gmail's pushes can't be pulled ({}). Regular checks still find new mail",
                            wordsFor(failure));
                }
                backoff = longer(backoff);
                sleep(backoff);
            }
        }
    }

    private void takeSome() {
        List<Pulled> pulled = messages.pull();
        if (!pulled.isEmpty()) {
            push.take(pulled.stream().map(Pulled::data).toList());
            messages.acknowledge(pulled);
        }
    }

    /** Logs the message of Google's failures only, because only those messages are constants. */
    private static String wordsFor(RuntimeException failure) {
        return failure instanceof GoogleFailure
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    private static Duration longer(Duration backoff) {
        Duration next = backoff.isZero() ? FIRST_BACKOFF : backoff.multipliedBy(2);
        return next.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : next;
    }

    private static void sleep(Duration backoff) {
        try {
            Thread.sleep(backoff.toMillis() + ThreadLocalRandom.current().nextLong(FIRST_BACKOFF.toMillis()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread pulling = thread;
        if (pulling != null) {
            pulling.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

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

/** Pulls what Gmail published, so that nothing has to be reachable from outside. What it misses, looks find. */
final class PushSubscriber implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PushSubscriber.class);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final PubSubClient messages;
    private final GmailPush push;
    private final boolean mayPull;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    /** @param mayPull whether this process is one that works */
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
        Duration rest = Duration.ZERO;
        while (running) {
            try {
                takeSome();
                if (!rest.isZero()) {
                    log.info("Gmail's pushes are pulled again");
                    rest = Duration.ZERO;
                }
            } catch (RuntimeException failure) {
                if (rest.isZero() && running) {
                    log.warn("Gmail's pushes can't be pulled; mail is looked for all the same: {}", wordsFor(failure));
                }
                rest = longer(rest);
                sleep(rest);
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

    /** Only the texts of Google's failures are constants. */
    private static String wordsFor(RuntimeException failure) {
        return failure instanceof GoogleFailure
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    private static Duration longer(Duration rest) {
        Duration next = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
        return next.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : next;
    }

    private static void sleep(Duration rest) {
        try {
            Thread.sleep(rest.toMillis() + ThreadLocalRandom.current().nextLong(FIRST_REST.toMillis()));
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

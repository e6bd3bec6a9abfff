package dev.mailkeep.api.hooks;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs an action for a mailbox at most once a second: the first time at once, and one more time at the end of the
 * second if anything asked for it meanwhile, so that no request is lost. Limits signals, because every signal is an
 * event in a workflow's history.
 */
final class Debouncer {

    private static final Duration APART = Duration.ofSeconds(1);

    /** Mailboxes that ran within the last second, and whether anything asked for the action meanwhile. */
    private final Map<UUID, Boolean> waiting = new ConcurrentHashMap<>();

    private final Timer timer;

    /** Runs tasks later, each once. */
    interface Timer extends AutoCloseable {

        void runIn(Duration delay, Runnable task);

        @Override
        void close();

        /** Runs every task on one daemon thread. */
        static Timer onOneThread() {
            ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "gmail-push-timer");
                thread.setDaemon(true);
                return thread;
            });
            return new Timer() {

                @Override
                public void runIn(Duration delay, Runnable task) {
                    threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                }

                @Override
                public void close() {
                    threads.shutdownNow();
                }
            };
        }
    }

    Debouncer(Timer timer) {
        this.timer = timer;
    }

    void runAtMostOncePerSecond(UUID mailboxId, Runnable action) {
        boolean first = !waiting.merge(mailboxId, false, (present, asked) -> true);
        if (first) {
            runAndWait(mailboxId, action);
        }
    }

    private void runAndWait(UUID mailboxId, Runnable action) {
        try {
            action.run();
        } finally {
            // An action that failed must not silence the mailbox for good.
            timer.runIn(APART, () -> endOfSecond(mailboxId, action));
        }
    }

    private void endOfSecond(UUID mailboxId, Runnable action) {
        Boolean again = waiting.computeIfPresent(mailboxId, (id, asked) -> asked ? false : null);
        if (again != null) {
            runAndWait(mailboxId, action);
        }
    }

    void close() {
        timer.close();
    }
}

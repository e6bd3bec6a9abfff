package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Fetches queued messages, several at a time, and writes them as they come. */
final class Storing {

    private static final Duration A_WHILE = Duration.ofSeconds(15);

    /** A look that falls due goes first, but some progress is made before. */
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    /** The workflow finds a look due a little later than the row does. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private static final Duration WRITE_AFTER = Duration.ofMillis(300);
    private static final int WRITE_AT_ONCE = 50;

    /** Failures in a row after which Gmail itself may be at fault. */
    private static final int OUTAGE = 8;

    private final GmailApi gmail;
    private final MessageQueue queue;
    private final StoreWriter writer;
    private final ExecutorService threads;
    private final QuotaBudget budget;
    private final int maxInFlight;

    Storing(
            GmailApi gmail,
            MessageQueue queue,
            StoreWriter writer,
            ExecutorService threads,
            QuotaBudget budget,
            QuotaSettings quota) {
        this.gmail = gmail;
        this.queue = queue;
        this.writer = writer;
        this.threads = threads;
        this.budget = budget;
        this.maxInFlight = quota.maxInFlight();
    }

    /**
     * Stores for some seconds, or until nothing is ready.
     *
     * @param stored counts what is stored, also when the step then fails
     */
    void goOn(Attempt attempt, Tally stored) {
        String account = attempt.row().googleSub();
        budget.takeOver(account);
        try {
            new Run(attempt, stored).make();
        } finally {
            budget.handOver(account);
        }
    }

    private static Duration untilTheNextLook(@Nullable Instant nextLookAt) {
        if (nextLookAt == null) {
            return A_WHILE;
        }
        Duration left = Duration.between(Instant.now(), nextLookAt).plus(SLACK);
        Duration atLeast = left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
        return atLeast.compareTo(A_WHILE) < 0 ? atLeast : A_WHILE;
    }

    /** One step: what is back and not written yet, and whom to believe about what failed. */
    private final class Run {
        private final Attempt attempt;
        private final Fetching fetching;
        private final Tally stored;
        private final List<Fetch> back = new ArrayList<>();
        private final List<Fetch.Failed> doubtful = new ArrayList<>();
        private int failuresInARow;
        private long writtenAt = System.nanoTime();

        Run(Attempt attempt, Tally stored) {
            this.attempt = attempt;
            this.stored = stored;
            fetching = new Fetching(
                    attempt, gmail, queue, untilTheNextLook(attempt.row().nextLookAt()));
        }

        void make() {
            fetching.start(threads, maxInFlight);
            try {
                takeAndWrite();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            } finally {
                fetching.stop(null);
            }
            if (fetching.stoppedBy().isEmpty() && !doubtful.isEmpty()) {
                judgeDoubtful();
            }
            fetching.stoppedBy().ifPresent(why -> {
                throw why;
            });
        }

        private void takeAndWrite() throws InterruptedException {
            while (!fetching.isOver()) {
                fetching.next(WRITE_AFTER).ifPresent(this::sort);
                if (failuresInARow >= OUTAGE) {
                    fetching.stop(null);
                }
                // Here too, as the threads that fetch may all be waiting for Gmail.
                stopIfTheRowSaysSo();
                if (isTimeToWrite()) {
                    write();
                }
                fetching.readOn();
            }
            write();
        }

        private void stopIfTheRowSaysSo() {
            try {
                attempt.checkpoint();
            } catch (Stopped stopped) {
                fetching.stop(stopped);
            }
        }

        private void sort(Fetch fetch) {
            if (fetch instanceof Fetch.Failed failed && !failed.own()) {
                doubtful.add(failed);
                failuresInARow++;
            } else {
                back.add(fetch);
                failuresInARow = 0;
            }
        }

        /** Live mail comes alone: it is written as soon as nothing else is on its way. */
        private boolean isTimeToWrite() {
            return back.size() >= WRITE_AT_ONCE
                    || System.nanoTime() - writtenAt > WRITE_AFTER.toNanos()
                    || fetching.isDrained(back.size() + doubtful.size());
        }

        private void write() {
            if (!back.isEmpty()) {
                stored.add(writer.writeAll(attempt.row(), List.copyOf(back)));
                fetching.done(back);
                back.clear();
            }
            writtenAt = System.nanoTime();
        }

        /**
         * A message is at fault itself if Gmail hands another one out and then refuses this one again; otherwise Gmail is
         * at fault, and nothing is counted against anyone.
         */
        private void judgeDoubtful() {
            List<String> ids =
                    doubtful.stream().map(failed -> failed.queued().messageId()).toList();
            boolean othersAreHandedOut = queue.witness(attempt.row().id(), ids)
                    .map(witness -> Fetch.of(attempt, gmail, witness))
                    .filter(fetch -> !(fetch instanceof Fetch.Failed))
                    .isPresent();
            if (!othersAreHandedOut) {
                throw new GoogleFailure.Unavailable("Gmail hands no message out");
            }
            doubtful.stream()
                    .limit(OUTAGE)
                    .map(failed -> Fetch.of(attempt, gmail, failed.queued()))
                    .forEach(back::add);
            write();
        }
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.QuotaSettings;
import dev.mailkeep.activities.sync.MessageQueue.Queued;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Fetches queued messages, several at a time, and hands them on to be written as they come. */
final class Storing {

    private static final long A_WHILE = Duration.ofSeconds(15).toNanos();
    private static final long WRITE_AFTER = Duration.ofMillis(300).toNanos();
    private static final int WRITE_AT_ONCE = 50;
    private static final int READ_AT_ONCE = 200;

    /** Failures in a row after which Gmail itself may be at fault. */
    private static final int OUTAGE = 8;

    private final GmailApi gmail;
    private final MessageQueue queue;
    private final StoreWriter writer;
    private final ExecutorService threads;
    private final int maxInFlight;

    Storing(GmailApi gmail, MessageQueue queue, StoreWriter writer, ExecutorService threads, QuotaSettings quota) {
        this.gmail = gmail;
        this.queue = queue;
        this.writer = writer;
        this.threads = threads;
        this.maxInFlight = quota.maxInFlight();
    }

    /**
     * Stores for some seconds, or until nothing is ready.
     *
     * @param stored counts what is stored, also when the step then fails
     */
    void goOn(Attempt attempt, Tally stored) {
        long end = System.nanoTime() + A_WHILE;
        while (System.nanoTime() < end) {
            List<Queued> ready = queue.ready(attempt.row().id(), READ_AT_ONCE);
            if (ready.isEmpty()) {
                return;
            }
            new Batch(attempt, ready, stored, end).run();
        }
    }

    /** One reading of the queue: what is in flight, what is back, and what came first of the things that end the step. */
    private final class Batch {
        private final Attempt attempt;
        private final Deque<Queued> waiting;
        private final Tally stored;
        private final long end;
        private final CompletionService<Fetch> fetches = new ExecutorCompletionService<>(threads);
        private final List<Fetch> back = new ArrayList<>();
        private final List<Fetch.Failed> doubtful = new ArrayList<>();
        private int inFlight;
        private int failuresInARow;
        private long writtenAt = System.nanoTime();
        private @Nullable RuntimeException fatal;

        Batch(Attempt attempt, List<Queued> ready, Tally stored, long end) {
            this.attempt = attempt;
            this.waiting = new ArrayDeque<>(ready);
            this.stored = stored;
            this.end = end;
        }

        void run() {
            while (true) {
                while (mayAskOn() && inFlight < maxInFlight && !waiting.isEmpty()) {
                    Queued next = waiting.remove();
                    fetches.submit(() -> Fetch.of(attempt, gmail, next));
                    inFlight++;
                }
                if (inFlight == 0) {
                    break;
                }
                await();
                if (back.size() >= WRITE_AT_ONCE || System.nanoTime() - writtenAt > WRITE_AFTER) {
                    write();
                }
            }
            write();
            if (fatal == null && !doubtful.isEmpty()) {
                judgeDoubtful();
            }
            if (fatal != null) {
                throw fatal;
            }
        }

        private boolean mayAskOn() {
            return fatal == null && failuresInARow < OUTAGE && System.nanoTime() < end;
        }

        private void await() {
            try {
                Future<Fetch> done = fetches.poll(WRITE_AFTER, TimeUnit.NANOSECONDS);
                if (done != null) {
                    inFlight--;
                    sort(done.get());
                }
                // Here too, as the threads that fetch may all be waiting for Gmail.
                attempt.checkpoint();
            } catch (ExecutionException failed) {
                end(
                        failed.getCause() instanceof RuntimeException known
                                ? known
                                : new GoogleFailure.Unavailable("A message could not be fetched"));
            } catch (Stopped stopped) {
                end(stopped);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
        }

        /** Nothing more is asked for; what is in flight is still written. */
        private void end(RuntimeException why) {
            if (fatal == null) {
                fatal = why;
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

        private void write() {
            if (!back.isEmpty()) {
                stored.add(writer.writeAll(attempt.row(), List.copyOf(back)));
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

package dev.mailkeep.activities.sync.store;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.activities.sync.attempt.Tally;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Fetches queued messages, several at a time, and writes them as they come. */
@Component
public final class StoreStep {

    private static final Duration BATCH_TIME = Duration.ofSeconds(15);

    /** A check that falls due goes first, but the step makes some progress before. */
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    /** The workflow finds a check due a little later than the row does. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private static final Duration WRITE_AFTER = Duration.ofMillis(300);
    private static final int WRITE_AT_ONCE = 50;

    /** Failures in a row after which Gmail itself may be at fault. */
    private static final int OUTAGE = 8;

    private static final Logger log = LoggerFactory.getLogger(StoreStep.class);

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final MessageQueue queue;
    private final SearchFailures failures;
    private final StoreWriter writer;
    private final ExecutorService threads;
    private final QuotaBudget budget;
    private final int maxInFlight;

    StoreStep(
            GmailApi gmail,
            Mailboxes mailboxes,
            MessageQueue queue,
            SearchFailures failures,
            StoreWriter writer,
            ExecutorService fetchThreads,
            QuotaBudget budget,
            QuotaSettings quota) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.failures = failures;
        this.writer = writer;
        this.threads = fetchThreads;
        this.budget = budget;
        this.maxInFlight = quota.maxInFlight();
    }

    /**
     * Stores for some seconds, or until nothing is ready. When Gmail hands out no message at all, fetching has its own
     * back-off, which grows, while checks and listings go on.
     *
     * @param stored counts the stored messages, also when the step then fails
     */
    public void runBatch(GmailSession session, Tally stored) {
        String account = session.row().googleSub();
        boolean failedBefore = failures.isFailing(session.row().id(), SearchFailures.STORE);
        Optional<String> failureType;
        budget.loadSharedUsage(account);
        try {
            failureType = new Batch(session, stored).run();
        } finally {
            budget.publishUsage(account);
        }
        if (failedBefore || failureType.isPresent()) {
            mailboxes.commit(session.row(), now -> {
                failureType.ifPresentOrElse(
                        why -> failures.failed(now.id(), SearchFailures.STORE, why),
                        () -> failures.clear(now.id(), SearchFailures.STORE));
                return now;
            });
        }
    }

    private static Duration untilNextCheck(@Nullable Instant nextCheckAt) {
        if (nextCheckAt == null) {
            return BATCH_TIME;
        }
        Duration left = Duration.between(Instant.now(), nextCheckAt).plus(SLACK);
        Duration atLeast = left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
        return atLeast.compareTo(BATCH_TIME) < 0 ? atLeast : BATCH_TIME;
    }

    /** One batch: the messages that are back and not written yet, and the failures whose cause is still in doubt. */
    private final class Batch {
        private final GmailSession session;
        private final FetchPool fetching;
        private final Tally stored;
        private final List<FetchResult> back = new ArrayList<>();
        private final List<FetchResult.Failed> doubtful = new ArrayList<>();
        private int failuresInARow;
        private long writtenAt = System.nanoTime();

        Batch(GmailSession session, Tally stored) {
            this.session = session;
            this.stored = stored;
            fetching = new FetchPool(
                    session, gmail, queue, untilNextCheck(session.row().nextCheckAt()));
        }

        /** Returns why no message could be fetched; empty when some could, or when nothing was ready. */
        Optional<String> run() {
            Optional<String> failureType = Optional.empty();
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
                failureType = judgeDoubtful();
            }
            fetching.stoppedBy().ifPresent(why -> {
                throw why;
            });
            return failureType;
        }

        private void takeAndWrite() throws InterruptedException {
            while (!fetching.isOver()) {
                fetching.next(WRITE_AFTER).ifPresent(this::sort);
                if (failuresInARow >= OUTAGE) {
                    fetching.stop(null);
                }
                // Checked here, too, because the threads that fetch may all be waiting for Gmail.
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
                session.checkpoint();
            } catch (Stopped stopped) {
                fetching.stop(stopped);
            }
        }

        private void sort(FetchResult fetch) {
            if (fetch instanceof FetchResult.Failed failed && !failed.own()) {
                doubtful.add(failed);
                failuresInARow++;
            } else {
                back.add(fetch);
                failuresInARow = 0;
            }
        }

        /** Live mail often comes alone, so it is written as soon as no other message is on its way. */
        private boolean isTimeToWrite() {
            return back.size() >= WRITE_AT_ONCE
                    || System.nanoTime() - writtenAt > WRITE_AFTER.toNanos()
                    || fetching.isDrained(back.size() + doubtful.size());
        }

        private void write() {
            if (!back.isEmpty()) {
                stored.add(writer.writeAll(session.row(), List.copyOf(back)));
                fetching.done(back);
                back.clear();
            }
            writtenAt = System.nanoTime();
        }

        /**
         * A message is at fault itself if Gmail hands another one out and then refuses this one again; otherwise Gmail
         * is at fault, and no attempt is counted against any message.
         */
        private Optional<String> judgeDoubtful() {
            List<String> ids =
                    doubtful.stream().map(failed -> failed.queued().messageId()).toList();
            Optional<FetchResult> witness =
                    queue.witness(session.row().id(), ids).map(queued -> FetchResult.of(session, gmail, queued));
            if (witness.isEmpty() || witness.get() instanceof FetchResult.Failed) {
                log.warn("Gmail returns no message of mailbox {}", session.row().id());
                boolean refused = Stream.concat(doubtful.stream(), witness.stream())
                        .allMatch(fetch -> fetch instanceof FetchResult.Failed failed
                                && failed.reason().equals(FetchResult.REFUSED));
                return Optional.of(refused ? FailureTypes.GMAIL_REFUSES : FailureTypes.GOOGLE_UNAVAILABLE);
            }
            doubtful.stream()
                    .limit(OUTAGE)
                    .map(failed -> FetchResult.of(session, gmail, failed.queued()))
                    .forEach(back::add);
            write();
            return Optional.empty();
        }
    }
}

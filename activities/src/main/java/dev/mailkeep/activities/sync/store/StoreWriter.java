package dev.mailkeep.activities.sync.store;

import dev.mailkeep.activities.mail.Address;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.progress.SyncLog;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.MessageQueue.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.stereotype.Component;

/**
 * Writes the fetched messages. The transaction that writes a message's row also takes its id off the queue, at the
 * revision that was read, and matches the message again with the senders as they are then.
 */
@Component
final class StoreWriter {

    private static final Duration ASKED_AGAIN_FOR = Duration.ofMinutes(10);
    private static final int MAX_ATTEMPTS = 3;

    /** Gmail's answer may have been incomplete once; asking more often does not change what a header says. */
    private static final int MAX_READINGS = 2;

    private final Mailboxes mailboxes;
    private final EmailMessages messages;
    private final MessageQueue queue;
    private final DismissedMessages dismissed;
    private final SyncLog syncLog;
    private final Conditions conditions;
    private final ChangeFeed feed;
    private final ImportCounts counts;

    StoreWriter(
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            DismissedMessages dismissed,
            SyncLog syncLog,
            Conditions conditions,
            ChangeFeed feed,
            ImportCounts counts) {
        this.mailboxes = mailboxes;
        this.messages = messages;
        this.queue = queue;
        this.dismissed = dismissed;
        this.syncLog = syncLog;
        this.conditions = conditions;
        this.feed = feed;
        this.counts = counts;
    }

    /** The totals of one transaction: stored messages, and the progress of the import. */
    private static final class Count {
        private int storedImported;
        private int storedLive;
        private int importDone;
        private int importDropped;

        void stored(Queued queued) {
            storedImported += queued.importing() ? 1 : 0;
            storedLive += queued.importing() ? 0 : 1;
            done(queued);
        }

        void done(Queued queued) {
            importDone += queued.importing() ? 1 : 0;
        }

        void dropped(Queued queued) {
            importDropped += queued.importing() ? 1 : 0;
        }

        int stored() {
            return storedImported + storedLive;
        }
    }

    /**
     * Writes the results. A message that PostgreSQL refuses does not hold up the others.
     *
     * @return how many messages were stored
     */
    int writeAll(MailboxRow seen, List<FetchResult> fetches) {
        try {
            return write(seen, fetches);
        } catch (DataIntegrityViolationException | UncategorizedSQLException refused) {
            return fetches.stream().mapToInt(fetch -> writeAlone(seen, fetch)).sum();
        }
    }

    private int writeAlone(MailboxRow seen, FetchResult fetch) {
        try {
            return write(seen, List.of(fetch));
        } catch (DataIntegrityViolationException | UncategorizedSQLException refused) {
            return write(seen, List.of(new FetchResult.Failed(fetch.queued(), "The message can't be stored", true)));
        }
    }

    private int write(MailboxRow seen, List<FetchResult> back) {
        return mailboxes.commit(seen, row -> {
            var matcher = new SenderMatcher(row.senders());
            var count = new Count();
            List<FetchResult> fetches = back.stream()
                    .map(fetch -> fetch instanceof FetchResult.Found found ? found.judged(matcher) : fetch)
                    .toList();
            Set<String> removed = queue.removeAll(row.id(), found(fetches));
            for (FetchResult fetch : fetches) {
                if (fetch instanceof FetchResult.Found found) {
                    if (removed.contains(found.queued().messageId())) {
                        found(row, matcher, found.queued(), found.message(), count);
                    }
                } else if (fetch instanceof FetchResult.Missing missing) {
                    missing(row, missing.queued(), count);
                } else if (fetch instanceof FetchResult.InDoubt doubt) {
                    tryAgain(row, doubt.queued(), doubt.reason(), MAX_READINGS, count);
                } else if (fetch instanceof FetchResult.Failed failed) {
                    tryAgain(row, failed.queued(), failed.reason(), MAX_ATTEMPTS, count);
                }
            }
            dismissed.requeueOfOlderParser(row);
            counts.done(row.id(), count.importDone, count.importDropped);
            syncLog.stored(row.id(), count.storedImported, count.storedLive);
            syncLog.endFinished(row.id());
            conditions.recovered(row.id());
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
            if (count.stored() > 0) {
                feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MESSAGE);
            }
            return count.stored();
        });
    }

    private static List<Queued> found(List<FetchResult> fetches) {
        return fetches.stream()
                .filter(fetch -> fetch instanceof FetchResult.Found)
                .map(FetchResult::queued)
                .toList();
    }

    private void found(MailboxRow row, SenderMatcher matcher, Queued queued, KeptMessage message, Count count) {
        if (queued.recheck()) {
            messages.setLabels(row.id(), queued.messageId(), message.labels());
            count.done(queued);
            return;
        }
        Optional<Address> sender = matcher.match(message.from());
        if (sender.isEmpty()) {
            dismissed.dismiss(row.id(), List.of(queued.messageId()), "REFUSED", row.sendersVersion());
            count.dropped(queued);
        } else if (message.hidden()) {
            // History will name it when it leaves spam or trash.
            count.dropped(queued);
        } else {
            if (messages.store(row, message, sender.get())) {
                count.stored(queued);
            } else {
                count.done(queued);
            }
        }
    }

    private void missing(MailboxRow row, Queued queued, Count count) {
        Duration age =
                queued.missingSince() == null ? Duration.ZERO : Duration.between(queued.missingSince(), Instant.now());
        if (age.compareTo(ASKED_AGAIN_FOR) < 0) {
            queue.missing(row.id(), queued, askAgainIn(age));
            return;
        }
        if (!queue.remove(row.id(), queued)) {
            return;
        }
        if (queued.recheck()) {
            messages.markDeleted(row.id(), List.of(queued.messageId()));
            count.done(queued);
        } else {
            dismissed.dismiss(row.id(), List.of(queued.messageId()), "GONE", row.sendersVersion());
            count.dropped(queued);
        }
    }

    private void tryAgain(MailboxRow row, Queued queued, String reason, int attempts, Count count) {
        if (queued.attempts() + 1 < attempts) {
            queue.failed(row.id(), queued, Duration.ofSeconds(10L << queued.attempts()));
        } else if (queue.quarantine(row.id(), queued, reason)) {
            count.dropped(queued);
        }
    }

    private static Duration askAgainIn(Duration missingFor) {
        if (missingFor.compareTo(Duration.ofSeconds(10)) < 0) {
            return Duration.ofSeconds(5);
        }
        return missingFor.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofSeconds(30) : Duration.ofMinutes(3);
    }
}

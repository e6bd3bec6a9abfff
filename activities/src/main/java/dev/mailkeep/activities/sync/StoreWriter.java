package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mail.Address;
import dev.mailkeep.activities.mail.EmailMessages;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.MessageQueue.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes what was fetched: each message's row in the transaction that takes its id off the queue, at the revision that
 * was read, matched again by the senders as they are then.
 */
final class StoreWriter {

    private static final Duration ASKED_AGAIN_FOR = Duration.ofMinutes(10);
    private static final int MAX_ATTEMPTS = 3;

    private final Mailboxes mailboxes;
    private final EmailMessages messages;
    private final MessageQueue queue;
    private final SyncRuns runs;
    private final SyncState state;
    private final ChangeFeed feed;
    private final JdbcClient jdbc;

    StoreWriter(
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            SyncRuns runs,
            SyncState state,
            ChangeFeed feed,
            JdbcClient jdbc) {
        this.mailboxes = mailboxes;
        this.messages = messages;
        this.queue = queue;
        this.runs = runs;
        this.state = state;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /** What a transaction adds up to. */
    private static final class Count {
        private int imported;
        private int live;
        private int dropped;

        void stored(Queued queued) {
            if (queued.importing()) {
                imported++;
            } else {
                live++;
            }
        }

        /** It was found, but is not for storing: the import has that much less to do. */
        void dropped(Queued queued) {
            dropped += queued.importing() ? 1 : 0;
        }
    }

    /**
     * Writes.
     *
     * @return messages stored
     */
    int write(MailboxRow seen, List<Fetch> fetches) {
        return mailboxes.commit(seen, row -> {
            var matcher = new SenderMatcher(row.senders());
            var count = new Count();
            for (Fetch fetch : fetches) {
                if (fetch instanceof Fetch.Found found) {
                    found(row, matcher, found.queued(), found.message(), count);
                } else if (fetch instanceof Fetch.Missing missing) {
                    missing(row, missing.queued(), count);
                } else if (fetch instanceof Fetch.Failed failed) {
                    failed(row, failed, count);
                }
            }
            jdbc.sql("""
                            update mailboxes
                            set import_stored = import_stored + :imported,
                                import_found = greatest(import_found - :dropped, import_stored + :imported)
                            where id = :id and (:imported > 0 or :dropped > 0)
                            """)
                    .param("imported", count.imported)
                    .param("dropped", count.dropped)
                    .param("id", row.id())
                    .update();
            runs.stored(row.id(), count.imported, count.live);
            runs.endFinished(row.id());
            state.recovered(row.id());
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
            if (count.imported + count.live > 0) {
                feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MESSAGE);
            }
            return count.imported + count.live;
        });
    }

    private void found(MailboxRow row, SenderMatcher matcher, Queued queued, KeptMessage message, Count count) {
        if (!queue.remove(row.id(), queued)) {
            return;
        }
        if (queued.recheck()) {
            messages.setLabels(row.id(), queued.messageId(), message.labels());
            count.stored(queued);
            return;
        }
        Optional<Address> sender = matcher.match(message.from());
        if (sender.isEmpty()) {
            queue.settle(row.id(), List.of(queued.messageId()), "REFUSED", row.sendersVersion());
            count.dropped(queued);
        } else if (message.hidden()) {
            // History will name it when it leaves spam or trash.
            count.dropped(queued);
        } else {
            messages.store(row, message, sender.get());
            count.stored(queued);
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
        } else {
            queue.settle(row.id(), List.of(queued.messageId()), "GONE", row.sendersVersion());
        }
        count.dropped(queued);
    }

    private void failed(MailboxRow row, Fetch.Failed failed, Count count) {
        if (failed.queued().attempts() + 1 < MAX_ATTEMPTS) {
            queue.failed(
                    row.id(),
                    failed.queued(),
                    Duration.ofSeconds(10L << failed.queued().attempts()));
        } else if (queue.quarantine(row.id(), failed.queued(), failed.reason())) {
            count.dropped(failed.queued());
        }
    }

    private static Duration askAgainIn(Duration missingFor) {
        if (missingFor.compareTo(Duration.ofSeconds(10)) < 0) {
            return Duration.ofSeconds(5);
        }
        return missingFor.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofSeconds(30) : Duration.ofMinutes(3);
    }
}

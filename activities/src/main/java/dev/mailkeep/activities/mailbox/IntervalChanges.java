package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Changes how often a mailbox is checked. */
@Component
public final class IntervalChanges {

    private final Mailboxes mailboxes;
    private final AuditLog audit;
    private final ChangeFeed feed;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    IntervalChanges(
            Mailboxes mailboxes, AuditLog audit, ChangeFeed feed, JdbcClient jdbc, TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.audit = audit;
        this.feed = feed;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Sets the interval. The next check is due one interval after the last.
     *
     * @param expected whether this interval is the one on which the change is based
     */
    public ChangeOutcome set(UUID userId, UUID mailboxId, Predicate<Duration> expected, Duration interval) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId) && row.desired() != Desired.DISCONNECT)
                .map(row -> change(row, expected, interval))
                .orElse(ChangeOutcome.NO_SUCH_MAILBOX));
    }

    private ChangeOutcome change(MailboxRow row, Predicate<Duration> expected, Duration interval) {
        boolean same = row.syncInterval().equals(interval);
        if (!same && !expected.test(row.syncInterval())) {
            return ChangeOutcome.CHANGED_MEANWHILE;
        }
        jdbc.sql("""
                        update mailboxes
                        set sync_interval_seconds = :seconds, last_activity_at = now(),
                            next_check_at = last_check_at + make_interval(secs => :seconds)
                        where id = :id
                        """)
                .param("seconds", interval.toSeconds())
                .param("id", row.id())
                .update();
        if (!same) {
            audit.record(row.userId(), row.id(), AuditEvent.INTERVAL_CHANGED, interval.toString());
        }
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
        return ChangeOutcome.SET;
    }
}

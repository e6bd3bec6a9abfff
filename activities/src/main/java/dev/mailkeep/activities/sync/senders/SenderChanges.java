package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.ChangeOutcome;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.WatchedSenders;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Replaces a mailbox's senders. Raises the senders version first, so that live mail matches; then imports older mail of
 * added senders.
 */
@Component
public final class SenderChanges {

    private final Mailboxes mailboxes;
    private final WatchedSenders watched;
    private final FormerSenders former;
    private final DroppedSenders droppedSenders;
    private final AddedSenders addedSenders;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final TransactionOperations transactions;

    SenderChanges(
            Mailboxes mailboxes,
            WatchedSenders watched,
            FormerSenders former,
            DroppedSenders droppedSenders,
            AddedSenders addedSenders,
            ChangeFeed feed,
            AuditLog audit,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.watched = watched;
        this.former = former;
        this.droppedSenders = droppedSenders;
        this.addedSenders = addedSenders;
        this.feed = feed;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** What becomes of the stored mail of senders that are taken off the list. */
    public enum Removed {
        KEEP,
        PURGE
    }

    /**
     * Sets the senders of a mailbox.
     *
     * @param expected whether this senders version is the one on which the change is based
     * @param senders the whole list
     */
    public ChangeOutcome set(
            UUID userId, UUID mailboxId, LongPredicate expected, List<Sender> senders, Removed removed) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId) && row.desired() != Desired.DISCONNECT)
                .map(row -> change(row, expected, senders, removed))
                .orElse(ChangeOutcome.NO_SUCH_MAILBOX));
    }

    private ChangeOutcome change(MailboxRow row, LongPredicate expected, List<Sender> senders, Removed removed) {
        Set<String> before = Set.copyOf(row.senders());
        var after = new TreeSet<String>();
        senders.forEach(sender -> after.add(sender.value()));
        var added = new TreeSet<>(after);
        added.removeAll(before);
        var dropped = new TreeSet<>(before);
        dropped.removeAll(after);
        if (added.isEmpty() && dropped.isEmpty()) {
            // The change may be repeated because its first answer got lost.
            return ChangeOutcome.SET;
        }
        if (!expected.test(row.sendersVersion())) {
            return ChangeOutcome.CHANGED_MEANWHILE;
        }
        watched.change(row.id(), dropped, added);
        former.changed(row.id(), added, removed == Removed.KEEP ? dropped : Set.of());
        if (!dropped.isEmpty()) {
            droppedSenders.drop(row, dropped, after, removed);
        }
        if (!added.isEmpty()) {
            addedSenders.startImport(row, added);
        }
        audit.record(row.userId(), row.id(), AuditEvent.SENDERS_CHANGED, "+" + added.size() + " -" + dropped.size());
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
        return ChangeOutcome.SET;
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Deletes everything stored for a disconnected mailbox, and writes the counts to its receipt. */
@Component
final class MailboxDeletion {

    private final Mailboxes mailboxes;
    private final Receipts receipts;
    private final AuditLog audit;
    private final ChangeFeed feed;
    private final TransactionOperations transactions;

    MailboxDeletion(
            Mailboxes mailboxes,
            Receipts receipts,
            AuditLog audit,
            ChangeFeed feed,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.receipts = receipts;
        this.audit = audit;
        this.feed = feed;
        this.transactions = transactions;
    }

    /** Does nothing when the mailbox is not being disconnected, or is gone. */
    void delete(UUID mailboxId) {
        transactions.executeWithoutResult(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.desired() == Desired.DISCONNECT)
                .ifPresent(this::delete));
    }

    private void delete(MailboxRow row) {
        receipts.mailboxDeleted(row.id());
        mailboxes.delete(row);
        audit.record(row.userId(), row.id(), AuditEvent.MAILBOX_DELETED, null);
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.MailboxActivities;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** {@link MailboxActivities} on PostgreSQL. */
@Component
final class MailboxActivitiesImpl implements MailboxActivities {

    private final ActivityRunner runner;
    private final Commands commands;
    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Receipts receipts;
    private final TransactionOperations transactions;

    MailboxActivitiesImpl(
            ActivityRunner runner,
            Commands commands,
            Mailboxes mailboxes,
            Conditions conditions,
            ChangeFeed feed,
            AuditLog audit,
            Receipts receipts,
            TransactionOperations transactions) {
        this.runner = runner;
        this.commands = commands;
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.feed = feed;
        this.audit = audit;
        this.receipts = receipts;
        this.transactions = transactions;
    }

    @Override
    public DesiredState writeCommand(UUID mailboxId, Command command) {
        return runner.guard(mailboxId, () -> commands.take(mailboxId, command));
    }

    @Override
    public DesiredState readDesiredState(UUID mailboxId) {
        return runner.guard(mailboxId, () -> commands.read(mailboxId));
    }

    @Override
    public void reportFailure(UUID mailboxId, String reason, Instant nextAttempt) {
        runner.guard(mailboxId, () -> {
            mailboxes.find(mailboxId).ifPresent(seen -> conditions.retrying(seen, reason, nextAttempt));
            return true;
        });
    }

    @Override
    public void deleteMailbox(UUID mailboxId) {
        runner.guard(
                mailboxId,
                () -> transactions.execute(status -> {
                    mailboxes
                            .lock(mailboxId)
                            .filter(row -> row.desired() == Desired.DISCONNECT)
                            .ifPresent(this::delete);
                    return true;
                }));
    }

    private void delete(MailboxRow row) {
        receipts.mailboxDeleted(row.id());
        mailboxes.delete(row);
        audit.record(row.userId(), row.id(), AuditEvent.MAILBOX_DELETED, null);
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.MailboxActivities;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link MailboxActivities} on PostgreSQL. */
@Component
final class MailboxActivitiesImpl implements MailboxActivities {

    private final ActivityRunner runner;
    private final DeliveredCommands commands;
    private final WorkflowReads reads;
    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final MailboxDeletion deletion;

    MailboxActivitiesImpl(
            ActivityRunner runner,
            DeliveredCommands commands,
            WorkflowReads reads,
            Mailboxes mailboxes,
            Conditions conditions,
            MailboxDeletion deletion) {
        this.runner = runner;
        this.commands = commands;
        this.reads = reads;
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.deletion = deletion;
    }

    @Override
    public DesiredState writeCommand(UUID mailboxId, Command command) {
        return runner.guard(mailboxId, () -> commands.write(mailboxId, command));
    }

    @Override
    public DesiredState readDesiredState(UUID mailboxId) {
        return runner.guard(mailboxId, () -> reads.read(mailboxId));
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
        runner.guard(mailboxId, () -> {
            deletion.delete(mailboxId);
            return true;
        });
    }
}

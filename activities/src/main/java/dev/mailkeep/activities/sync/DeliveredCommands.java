package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.DesiredStates;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.DesiredState;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Handles the commands that reach the workflow. */
@Component
final class DeliveredCommands {

    private static final Logger log = LoggerFactory.getLogger(DeliveredCommands.class);

    private final Commands commands;
    private final Mailboxes mailboxes;
    private final DesiredStates states;
    private final WorkflowReads reads;
    private final TransactionOperations transactions;

    DeliveredCommands(
            Commands commands,
            Mailboxes mailboxes,
            DesiredStates states,
            WorkflowReads reads,
            TransactionOperations transactions) {
        this.commands = commands;
        this.mailboxes = mailboxes;
        this.states = states;
        this.reads = reads;
        this.transactions = transactions;
    }

    /**
     * Writes a command to the row, and notes that it was delivered. A command with a version is in the row already, so
     * only its delivery is noted. A version that the row never gave is ignored: somebody made it up, or it is newer than
     * a backup that was restored.
     *
     * @return what the row says afterwards
     */
    DesiredState write(UUID mailboxId, Command command) {
        return transactions.execute(status -> {
            Optional<MailboxRow> row = mailboxes.lock(mailboxId);
            if (row.isEmpty()) {
                return WorkflowReads.GONE;
            }
            Long version = command.version();
            if (version != null && (version < 1 || version > row.get().commandVersion())) {
                log.warn(
                        "Mailbox {} never gave a command the version {}, so the command is ignored",
                        mailboxId,
                        version);
                return reads.read(mailboxId);
            }
            long delivered = version == null ? commands.apply(row.get(), command.kind(), command.since()) : version;
            states.delivered(mailboxId, delivered);
            return reads.read(mailboxId);
        });
    }
}

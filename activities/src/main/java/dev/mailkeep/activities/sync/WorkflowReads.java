package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads the desired state for the workflow, and notes that the workflow has read it. */
@Component
final class WorkflowReads {

    /** The state of a mailbox that does not exist. */
    static final DesiredState GONE = new DesiredState(Desired.GONE, Condition.OK, null, false, null);

    private final Mailboxes mailboxes;
    private final Watches watches;
    private final SignsOfLife signs;

    WorkflowReads(Mailboxes mailboxes, Watches watches, SignsOfLife signs) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.signs = signs;
    }

    DesiredState read(UUID mailboxId) {
        return mailboxes
                .find(mailboxId)
                .map(row -> {
                    signs.read(row);
                    return row.desiredState(watches.renewAt(row));
                })
                .orElse(GONE);
    }
}

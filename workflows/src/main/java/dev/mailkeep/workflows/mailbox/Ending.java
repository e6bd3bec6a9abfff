package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.UUID;
import org.slf4j.Logger;

/** The end of a mailbox: its grant is revoked, everything stored is deleted, and every update is answered. */
final class Ending {

    private static final Logger log = Workflow.getLogger(Ending.class);

    /** The failure of a workflow whose mailbox is not in the database although it was never disconnected. */
    static final String MAILBOX_MISSING = "MailboxMissing";

    private final UUID mailboxId;
    private final ActivityStubs call;
    private final MailboxState state;
    private final PendingCommands pending;

    Ending(UUID mailboxId, ActivityStubs call, MailboxState state, PendingCommands pending) {
        this.mailboxId = mailboxId;
        this.call = call;
        this.state = state;
        this.pending = pending;
    }

    /** @param failIfMissing whether a row that is missing without a disconnect makes the workflow fail */
    void end(DesiredState wanted, boolean failIfMissing) {
        boolean missing = failIfMissing && wanted.desired() == Desired.GONE && !pending.expectsNoRow();
        state.transitionTo(MailboxStatus.DISCONNECTING, null);
        pending.close();
        if (wanted.desired() == Desired.DISCONNECT) {
            disconnect();
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
        if (missing) {
            failAsMissing();
        }
    }

    private void disconnect() {
        try {
            call.revocation.revokeGrant(mailboxId);
        } catch (ActivityFailure failure) {
            log.warn("The grant of mailbox {} could not be revoked yet; the background job keeps trying", mailboxId);
        }
        ActivityStubs.retryForever(() -> {
            call.row.deleteMailbox(mailboxId);
            return true;
        });
    }

    /** An older backup does not have this mailbox, and its refresh token is lost: only the owner can end the grant. */
    private void failAsMissing() {
        log.warn(
                "Mailbox {} is not in the database although it was never disconnected, so its workflow ends. If an older"
                        + " backup was restored, Google still honours its grant: see docs/running.md, “Backup and restore”",
                mailboxId);
        throw ApplicationFailure.newNonRetryableFailure("The mailbox is not in the database", MAILBOX_MISSING);
    }
}

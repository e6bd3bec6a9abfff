package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.UUID;

/** Reads and writes the mailbox's row: the truth that the workflow acts on. */
@ActivityInterface
public interface MailboxActivities {

    /**
     * Writes a command to the row unless the row already holds a newer one.
     *
     * @return what the row says afterwards
     */
    @ActivityMethod(name = "takeCommand")
    DesiredState writeCommand(UUID mailboxId, Command command);

    /** Reads what the workflow shall do. */
    @ActivityMethod(name = "readOrders")
    DesiredState readDesiredState(UUID mailboxId);

    /**
     * Writes down that the sync fails and is being retried. The next step that succeeds clears it.
     *
     * @param reason one of {@link FailureTypes}
     * @param nextAttempt when the sync is tried again
     */
    @ActivityMethod(name = "reportTrouble")
    void reportFailure(UUID mailboxId, String reason, Instant nextAttempt);

    /** Deletes everything stored for a disconnected mailbox and writes the counts to its receipt. */
    @ActivityMethod(name = "deleteMailbox")
    void deleteMailbox(UUID mailboxId);
}

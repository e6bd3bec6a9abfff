package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.UUID;

/** The mailbox's row: the truth that the workflow acts on. */
@ActivityInterface
public interface MailboxActivities {

    /**
     * Writes a command to the row unless a newer one is there already.
     *
     * @return what the row says afterwards
     */
    @ActivityMethod(name = "takeCommand")
    Orders takeCommand(UUID mailboxId, Command command);

    /** Reads what is to be done. */
    @ActivityMethod(name = "readOrders")
    Orders readOrders(UUID mailboxId);

    /**
     * Writes down that the sync fails and goes on trying; the next step that succeeds takes it back.
     *
     * @param reason one of {@link FailureTypes}
     * @param nextAttempt when it is tried again
     */
    @ActivityMethod(name = "reportTrouble")
    void reportTrouble(UUID mailboxId, String reason, Instant nextAttempt);

    /** Deletes all that is kept of a disconnected mailbox and notes the counts in its receipt. */
    @ActivityMethod(name = "deleteMailbox")
    void deleteMailbox(UUID mailboxId);
}

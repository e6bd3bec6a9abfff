package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one mailbox in sync for as long as it is connected. Its workflow id is {@link #idOf}.
 *
 * <p>A command of the API carries the version under which the API wrote it to the mailbox's row. A command from the
 * Temporal UI carries no version, and the workflow writes it to the row. Both count the same.
 */
@WorkflowInterface
public interface MailboxWorkflow {

    /** The workflow type's name. */
    String TYPE = "MailboxSync";

    /** The workflow id of a mailbox. It must not contain an address, because Temporal never encrypts ids. */
    static String idOf(UUID mailboxId) {
        return "mailbox-" + mailboxId;
    }

    /** Returns when the mailbox is disconnected and its data is deleted. */
    @WorkflowMethod(name = TYPE)
    void run(MailboxRun run);

    @SignalMethod(description = "Stop calling Gmail until resumed. No input needed.")
    void pause(@Nullable Long commandVersion);

    @SignalMethod(description = "Continue after a pause. No input needed.")
    void resume(@Nullable Long commandVersion);

    @SignalMethod(description = "List all mail again and repair what differs. No input needed.")
    void resync(@Nullable Long commandVersion);

    @SignalMethod(description = "Revoke the grant and delete everything stored. No input needed. Can't be undone.")
    void disconnect(@Nullable Long commandVersion);

    @SignalMethod(
            description =
                    "A hint that Google no longer honours the grant, which is then checked. Input: a cause, or none.")
    void accessRevoked(@Nullable String cause);

    @SignalMethod(description = "Check for new mail now. No input.")
    void checkNow();

    /** The same as {@link #checkNow}, under the name that the API and operators' scripts send. */
    @SignalMethod(description = "The same as checkNow. No input.")
    void mailArrived();

    @SignalMethod(description = "Senders, interval or connection changed in the row. No input.")
    void settingsChanged();

    /**
     * Starts a resync and answers once the command is in the row.
     *
     * @param since lists only mail that arrived from then on; null for all mail
     * @param commandVersion the row's command version if the API has written the command; null from elsewhere
     */
    @UpdateMethod(name = "resync")
    MailboxSnapshot resyncSince(@Nullable Instant since, @Nullable Long commandVersion);

    /** Reads the changed senders and answers once the row has been read again. */
    @UpdateMethod
    MailboxSnapshot sendersChanged();

    @QueryMethod
    MailboxSnapshot status();
}

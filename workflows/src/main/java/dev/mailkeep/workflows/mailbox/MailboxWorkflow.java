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
 * Keeps one mailbox in sync for as long as it is connected. Its id is {@link #idOf}.
 *
 * <p>Commands carry the version under which the API wrote them to the mailbox's row; sent from the Temporal UI they carry
 * nothing and are written to the row by the workflow, so both are equally true.
 */
@WorkflowInterface
public interface MailboxWorkflow {

    /** The workflow type's name. */
    String TYPE = "MailboxSync";

    /** The workflow id of a mailbox; never an address, as ids are not encrypted anywhere. */
    static String idOf(UUID mailboxId) {
        return "mailbox-" + mailboxId;
    }

    /** Returns when the mailbox is disconnected and its data gone. */
    @WorkflowMethod(name = TYPE)
    void run(MailboxRun run);

    @SignalMethod(description = "Stop calling Gmail until resumed. No input needed.")
    void pause(@Nullable Long commandVersion);

    @SignalMethod(description = "Go on after a pause. No input needed.")
    void resume(@Nullable Long commandVersion);

    @SignalMethod(description = "List everything again and repair what differs. No input needed.")
    void resync(@Nullable Long commandVersion);

    @SignalMethod(description = "Give the grant back and delete what is kept. No input needed. Can't be undone.")
    void disconnect(@Nullable Long commandVersion);

    @SignalMethod(
            description = "A hint that Google no longer honours the grant; it is checked. Input: a cause, or none.")
    void accessRevoked(@Nullable String cause);

    @SignalMethod(description = "Check for new mail now. No input.")
    void checkNow();

    /** The same as {@link #checkNow}, under the name that the API and operators' scripts send. */
    @SignalMethod(description = "The same as checkNow. No input.")
    void mailArrived();

    @SignalMethod(description = "Senders, interval or connection changed in the row. No input.")
    void settingsChanged();

    /**
     * Lists again and answers once that is written down.
     *
     * @param since only what arrived from then on; null for everything
     * @param commandVersion the row's command version when the API wrote it; null from elsewhere
     */
    @UpdateMethod(name = "resync")
    MailboxSnapshot resyncSince(@Nullable Instant since, @Nullable Long commandVersion);

    /** Takes notice of changed senders and answers once the row has been read again. */
    @UpdateMethod
    MailboxSnapshot sendersChanged();

    @QueryMethod
    MailboxSnapshot status();
}

package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The input of a run: what one run of the workflow hands to the next. A hint, never the truth: all of it can be lost and
 * is found again in the mailbox's row.
 *
 * @param mailboxId the mailbox
 * @param snapshot what was known
 * @param progress where the last step left the mailbox; null before the first step
 * @param keepAliveAt when a mailbox without steps uses its grant again, so that it stays alive; null for at once
 * @param personKnows whether the person has been told what stands in the way at present
 * @param commands commands received and not yet written to the row
 * @param lookNow whether a look was asked for and has not been made yet
 * @param maxHistoryLength history events after which the run is continued as new; tests lower it
 */
public record MailboxRun(
        UUID mailboxId,
        MailboxSnapshot snapshot,
        @Nullable Progress progress,
        @Nullable Instant keepAliveAt,
        boolean personKnows,
        List<Command> commands,
        boolean lookNow,
        int maxHistoryLength) {

    private static final int MAX_HISTORY_LENGTH = 250;

    /** The first run of a mailbox's workflow. */
    public static MailboxRun first(UUID mailboxId) {
        var nothingYet = new MailboxSnapshot(MailboxStatus.LIVE, null, null, null, null, null, null, 0, 0);
        return new MailboxRun(mailboxId, nothingYet, null, null, false, List.of(), true, MAX_HISTORY_LENGTH);
    }

    /** The same with another bound on the history, for tests of continue-as-new. */
    public MailboxRun withMaxHistoryLength(int events) {
        return new MailboxRun(mailboxId, snapshot, progress, keepAliveAt, personKnows, commands, lookNow, events);
    }
}

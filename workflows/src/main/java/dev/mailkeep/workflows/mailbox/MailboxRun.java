package dev.mailkeep.workflows.mailbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The input of a run: what one run of the workflow passes to the next. A hint, never the truth: all of it can be lost and
 * is found again in the mailbox's row.
 *
 * @param mailboxId the mailbox
 * @param snapshot what the previous run knew
 * @param progress where the last step left the mailbox; null before the first step
 * @param keepAliveAt when an idle mailbox uses its grant again so that the grant stays alive; null for at once
 * @param ownerNotified whether the owner has been notified of what prevents syncing at present
 * @param commands commands received and not yet written to the row
 * @param checkNow whether a check was requested and has not succeeded yet
 * @param maxHistoryLength how many history events a run may have before it continues as new; tests lower it
 */
public record MailboxRun(
        UUID mailboxId,
        MailboxSnapshot snapshot,
        @Nullable Progress progress,
        @Nullable Instant keepAliveAt,
        @JsonProperty("personKnows") boolean ownerNotified,
        List<Command> commands,
        @JsonProperty("lookNow") boolean checkNow,
        int maxHistoryLength) {

    private static final int MAX_HISTORY_LENGTH = 250;

    /** The first run of a mailbox's workflow. */
    public static MailboxRun first(UUID mailboxId) {
        var nothingYet = new MailboxSnapshot(MailboxStatus.LIVE, null, null, null, null, null, null, 0, 0);
        return new MailboxRun(mailboxId, nothingYet, null, null, false, List.of(), true, MAX_HISTORY_LENGTH);
    }

    /** The same run with another limit on the history, for tests of continue-as-new. */
    public MailboxRun withMaxHistoryLength(int events) {
        return new MailboxRun(mailboxId, snapshot, progress, keepAliveAt, ownerNotified, commands, checkNow, events);
    }
}

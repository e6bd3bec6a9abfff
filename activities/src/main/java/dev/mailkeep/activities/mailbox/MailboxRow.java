package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.token.GrantOwner;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox's row.
 *
 * @param generation raised by connect, reconnect, revocation and disconnect
 * @param sendersVersion raised by every change of senders
 * @param senders canonical senders under that version
 * @param historyId the cursor; null before the first sender
 * @param lastCheckAt when the last complete check began; null before the first
 * @param nextCheckAt when the next check is due; null before the first
 * @param throttles answers in a row by which Google asked to slow down
 */
public record MailboxRow(
        UUID id,
        UUID userId,
        String issuer,
        String googleSub,
        long generation,
        long sendersVersion,
        List<String> senders,
        Desired desired,
        Condition condition,
        @Nullable String cause,
        long commandVersion,
        @Nullable BigInteger historyId,
        @Nullable Instant lastCheckAt,
        @Nullable Instant nextCheckAt,
        @Nullable Instant lastAuditAt,
        @Nullable Instant throttledUntil,
        int throttles,
        Duration syncInterval) {

    /** The owner of the grant that this mailbox uses. */
    public GrantOwner owner() {
        return new GrantOwner(id, userId, issuer, googleSub);
    }

    /**
     * What the row says the workflow shall do.
     *
     * @param renewWatchAt when Gmail is to be asked to push again; null when it is not to push
     */
    public DesiredState desiredState(@Nullable Instant renewWatchAt) {
        return new DesiredState(desired, condition, cause, !senders.isEmpty(), renewWatchAt);
    }
}

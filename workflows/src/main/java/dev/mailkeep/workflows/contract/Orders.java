package dev.mailkeep.workflows.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the mailbox's row says is to be done.
 *
 * @param desired what the person wants
 * @param condition what stands in the way, whatever the person wants
 * @param cause why, a constant word such as {@code REVOKED_BY_USER}; null when nothing stands in the way
 * @param watching whether the mailbox has senders; without any, Gmail is not called
 * @param renewWatchAt from when on Gmail is to be asked to push; null when it is not to push
 */
public record Orders(
        Desired desired,
        Condition condition,
        @Nullable String cause,
        boolean watching,
        @Nullable Instant renewWatchAt) {

    /** Whether Gmail may be called: the mailbox is neither resting nor leaving. */
    public boolean wantSteps() {
        return desired == Desired.RUN && condition != Condition.NEEDS_RECONNECT && watching;
    }

    /** What the person wants of the mailbox. */
    public enum Desired {
        RUN,
        PAUSE,
        DISCONNECT,
        /** There is no such mailbox (any more). */
        GONE
    }

    /** What only a person or an administrator can mend. */
    public enum Condition {
        OK,
        /** Ranks above a pause: nothing is called, and the person is told. Connecting again takes it back. */
        NEEDS_RECONNECT,
        /** Looked at again once a day, unless paused; a step that succeeds takes it back. */
        BLOCKED
    }
}

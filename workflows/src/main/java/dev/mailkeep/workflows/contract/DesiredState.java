package dev.mailkeep.workflows.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the mailbox's row says the workflow shall do.
 *
 * @param desired what the owner wants
 * @param condition what prevents syncing, whatever the owner wants
 * @param cause why, a constant word such as {@code REVOKED_BY_USER}; null while the condition is {@link Condition#OK}
 * @param watching whether the mailbox has senders; Gmail is not called for a mailbox without any
 * @param renewWatchAt when Gmail is to be asked to push again; null while push is off
 */
public record DesiredState(
        Desired desired,
        Condition condition,
        @Nullable String cause,
        boolean watching,
        @Nullable Instant renewWatchAt) {

    /** Whether the sync may run: the mailbox is neither paused nor disconnected, has senders and an accepted grant. */
    public boolean allowsSync() {
        return desired == Desired.RUN && condition != Condition.NEEDS_RECONNECT && watching;
    }

    /** What the owner wants of the mailbox. */
    public enum Desired {
        RUN,
        PAUSE,
        DISCONNECT,
        /** The mailbox does not exist, or does not exist any more. */
        GONE
    }

    /** What only the owner or an administrator can fix. */
    public enum Condition {
        OK,
        /** Ranks above a pause: Gmail is not called, and the owner is notified. Reconnecting clears it. */
        NEEDS_RECONNECT,
        /** Gmail is tried once a day unless the mailbox is paused. A step that succeeds clears it. */
        BLOCKED
    }
}

package dev.mailkeep.workflows.contract;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a mailbox stands after a step of its sync.
 *
 * @param outcome how the step ended
 * @param found messages queued by this step
 * @param stored messages stored by this step
 * @param importing whether an import or a resync is still under way
 * @param searching whether there are listings to go on with
 * @param ready whether queued messages can be fetched now
 * @param readyAt when the next queued message may be fetched that can't be now; null when none waits
 * @param lookAgainAt when a look is due ahead of the interval, to list candidates again that the search did not name;
 *     null when there are none
 * @param throttledUntil when Google wants to hear from this mailbox again; null when it may be called now
 * @param interval time from one look to the next, as the row has it now
 */
public record Progress(
        Outcome outcome,
        int found,
        int stored,
        boolean importing,
        boolean searching,
        boolean ready,
        @Nullable Instant readyAt,
        @Nullable Instant lookAgainAt,
        @Nullable Instant throttledUntil,
        Duration interval) {

    /** How a step ended. */
    public enum Outcome {
        /** The step did what it was asked to. */
        DONE,
        /** Google asked for a rest; what was done until then is kept. */
        THROTTLED,
        /** The row changed under the step (paused, disconnected, revoked); read the orders again. */
        STOPPED
    }
}

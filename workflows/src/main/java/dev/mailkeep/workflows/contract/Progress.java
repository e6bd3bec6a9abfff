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
 * @param searching whether there are listings to go on with now
 * @param ready whether queued messages can be fetched now
 * @param readyAt when the next queued message may be fetched, or the next listing gone on with, that can't be now; null
 *     when none waits
 * @param lookAgainAt when a look is due ahead of the interval, to list candidates again that the search did not name;
 *     null when there are none
 * @param throttledUntil when Google wants to hear from this mailbox again; null when it may be called now
 * @param interval time from one look to the next, as the row has it now
 * @param failing why a part of the sync (a search, a listing, the fetching) fails again and again while the rest goes on:
 *     one of {@link FailureTypes}; null when none does
 * @param failingUntil when that part is tried again; null when none fails
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
        Duration interval,
        @Nullable String failing,
        @Nullable Instant failingUntil) {

    /** Of a mailbox of which no part fails. */
    public Progress(
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
        this(
                outcome,
                found,
                stored,
                importing,
                searching,
                ready,
                readyAt,
                lookAgainAt,
                throttledUntil,
                interval,
                null,
                null);
    }

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

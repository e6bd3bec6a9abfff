package dev.mailkeep.workflows.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a mailbox stands after a step of its sync.
 *
 * @param outcome how the step ended
 * @param found messages that this step queued
 * @param stored messages that this step stored
 * @param importing whether an import or a resync is open
 * @param listing whether an open listing can be continued now
 * @param ready whether queued messages can be fetched now
 * @param readyAt when the next queued message can be fetched, or the next open listing continued, that can't be now; null
 *     when there is none
 * @param checkAgainAt when a check is due ahead of the interval, to ask again for candidates that Gmail's search has not
 *     named; null when there are none
 * @param throttledUntil until when Google asked not to be called; null when the mailbox can be called now
 * @param interval time from one check to the next, as the row has it now
 * @param failing why one part of the sync (a search, a listing, the fetching) keeps failing while the others go on: one of
 *     {@link FailureTypes}; null when no part fails
 * @param failingUntil when the failing part is tried again; null when no part fails
 */
public record Progress(
        Outcome outcome,
        int found,
        int stored,
        boolean importing,
        @JsonProperty("searching") boolean listing,
        boolean ready,
        @Nullable Instant readyAt,
        @JsonProperty("lookAgainAt") @Nullable Instant checkAgainAt,
        @Nullable Instant throttledUntil,
        Duration interval,
        @Nullable String failing,
        @Nullable Instant failingUntil) {

    /** The progress of a mailbox in which no part fails. */
    public Progress(
            Outcome outcome,
            int found,
            int stored,
            boolean importing,
            boolean listing,
            boolean ready,
            @Nullable Instant readyAt,
            @Nullable Instant checkAgainAt,
            @Nullable Instant throttledUntil,
            Duration interval) {
        this(
                outcome,
                found,
                stored,
                importing,
                listing,
                ready,
                readyAt,
                checkAgainAt,
                throttledUntil,
                interval,
                null,
                null);
    }

    /** How a step ended. */
    public enum Outcome {
        /** The step did what it was asked to. */
        DONE,
        /** Google asked to slow down. What the step did until then is kept. */
        THROTTLED,
        /** The row changed during the step (paused, disconnected, revoked): it has to be read again. */
        STOPPED
    }
}

package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Temporal's time, in milliseconds: a replay sees the same times again. */
final class WorkflowClock {

    /**
     * The soonest that a time given by an activity is acted on. The activity's clock may lag behind Temporal's: without
     * this minimum, workflow and activity would call each other in a tight loop until the activity's clock caught up.
     */
    private static final Duration SOONEST = Duration.ofSeconds(2);

    private WorkflowClock() {}

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** Whether the time has come; false for null. */
    static boolean isReached(@Nullable Instant instant) {
        return instant != null && !now().isBefore(instant);
    }

    /** Whether the time is still to come; false for null. */
    static boolean isAhead(@Nullable Instant instant) {
        return instant != null && now().isBefore(instant);
    }

    /** A time given by an activity, or a moment from now where that is later. */
    static Instant notTooSoon(Instant instant) {
        Instant soonest = now().plus(SOONEST);
        return instant.isBefore(soonest) ? soonest : instant;
    }
}

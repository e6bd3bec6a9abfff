package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the mailbox was last checked, and when the next check is due. */
final class CheckSchedule {

    private @Nullable Instant lastAt;
    private @Nullable Instant nextAt;
    private boolean countsFromDueTime;

    CheckSchedule(@Nullable Instant lastAt, @Nullable Instant nextAt) {
        this.lastAt = lastAt;
        this.nextAt = nextAt;
    }

    /** When the last check ended; null before the first. */
    @Nullable
    Instant lastAt() {
        return lastAt;
    }

    /** When the next check is due; null before the first. */
    @Nullable
    Instant nextAt() {
        return nextAt;
    }

    boolean isDue() {
        return nextAt == null || WorkflowClock.isReached(nextAt);
    }

    /** From now on, intervals are counted from when a check was due: a check that was late does not delay the next one. */
    void countFromDueTime() {
        countsFromDueTime = true;
    }

    /**
     * A check has ended. The next one is due an interval later, or earlier when a candidate has to be asked for again.
     *
     * @param begunAt when the check began
     */
    void checked(Progress result, Instant begunAt) {
        Instant endedAt = WorkflowClock.now();
        lastAt = endedAt;
        Instant regular = countsFromDueTime
                ? nextAfterDueTime(result.interval(), begunAt, endedAt)
                : endedAt.plus(result.interval());
        Instant again = result.checkAgainAt();
        nextAt = WorkflowClock.notTooSoon(again != null && again.isBefore(regular) ? again : regular);
    }

    /**
     * The first time after the end of the check that is a whole number of intervals away from when the check was due, or
     * from when it began where that was earlier.
     */
    private Instant nextAfterDueTime(Duration interval, Instant begunAt, Instant endedAt) {
        Instant base = nextAt != null && nextAt.isBefore(begunAt) ? nextAt : begunAt;
        long passed = Duration.between(base, endedAt).toMillis();
        long length = Math.max(1, interval.toMillis());
        return base.plusMillis((passed / length + 1) * length);
    }
}

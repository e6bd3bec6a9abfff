package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Sleeps between two steps, and wakes early for what must not wait. */
final class Sleeper {

    /**
     * A signal can be lost when the workflow is reset or an older backup of the database is restored. So a workflow that
     * sleeps for longer reads the row in between.
     */
    static final Duration ROW_TRUSTED_FOR = Duration.ofMinutes(55);

    private final PendingCommands pending;
    private final RunLimit limit;
    private boolean readsRowWhileIdle;

    Sleeper(PendingCommands pending, RunLimit limit) {
        this.pending = pending;
        this.limit = limit;
    }

    /** From now on, a long sleep is interrupted to read the row. */
    void readRowWhileIdle() {
        readsRowWhileIdle = true;
    }

    void sleepUntil(Instant until, DesiredState wanted, String summary) {
        sleepUntil(until, wanted, summary, () -> false);
    }

    /**
     * Sleeps until then, or until there is something that must not wait.
     *
     * @param wanted what the row said when the sleep was decided on
     * @param summary what the Temporal UI shows beside the timer
     * @param wake what else ends the sleep
     */
    void sleepUntil(Instant until, DesiredState wanted, String summary, Supplier<Boolean> wake) {
        Duration duration = Duration.between(WorkflowClock.now(), until);
        Supplier<Boolean> awake = () -> mustWake(wanted) || wake.get();
        boolean tooLong = readsRowWhileIdle && duration.compareTo(ROW_TRUSTED_FOR) >= 0;
        WakeableTimer.sleep(tooLong ? ROW_TRUSTED_FOR : duration, summary, awake);
        if (tooLong && !awake.get()) {
            pending.rowMayHaveChanged();
        }
    }

    /** Sleeps for as long as the row says the same. */
    void sleepUntilWoken(DesiredState wanted) {
        Workflow.await(() -> mustWake(wanted));
    }

    private boolean mustWake(DesiredState wanted) {
        return pending.supersedes(wanted) || limit.isReached();
    }
}

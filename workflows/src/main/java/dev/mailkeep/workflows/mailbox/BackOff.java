package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long the mailbox waits after a failed step: longer with each failure in a row, up to five minutes. */
final class BackOff {

    private static final Duration[] PAUSES = {
        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(5)
    };

    /** Jitter: mailboxes that failed together must not retry in the same instant. */
    private static final int MAX_JITTER_MILLIS = 10_000;

    private int failures;
    private boolean rowDecidedLast;
    private @Nullable Instant nextAttempt;

    BackOff(int failures, @Nullable Instant nextAttempt) {
        this.failures = failures;
        this.nextAttempt = nextAttempt;
    }

    /** How many steps have failed in a row. */
    int failures() {
        return failures;
    }

    /** Until when the mailbox waits; null when it does not wait. */
    @Nullable
    Instant nextAttempt() {
        return nextAttempt;
    }

    void reset() {
        failures = 0;
        rowDecidedLast = false;
        nextAttempt = null;
    }

    void waitFor(Duration pause) {
        nextAttempt = WorkflowClock.now().plus(pause);
    }

    /**
     * A step failed.
     *
     * @param rowDecides whether the row says why, and with that what to do next
     * @param shared whether all mailboxes wait for the same thing. Few of them then call Google, so the pause stays short
     * @return when to try again; null for at once: the row decides now, may have changed, and did not decide the last time
     */
    @Nullable
    Instant failed(boolean rowDecides, boolean shared) {
        failures++;
        boolean rowMayHaveChanged = rowDecides && !rowDecidedLast;
        rowDecidedLast = rowDecides;
        if (rowMayHaveChanged) {
            return null;
        }
        Duration pause = shared ? PAUSES[0] : PAUSES[Math.min(failures, PAUSES.length) - 1];
        waitFor(pause.plusMillis(Workflow.newRandom().nextInt(MAX_JITTER_MILLIS)));
        return nextAttempt;
    }
}

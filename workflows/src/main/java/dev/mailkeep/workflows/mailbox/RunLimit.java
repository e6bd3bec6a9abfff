package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/** How long one run of the workflow may become before it continues as new. */
final class RunLimit {

    private static final Duration MAX_AGE = Duration.ofHours(24);

    private final int maxHistoryLength;
    private final Instant startedAt = WorkflowClock.now();

    RunLimit(int maxHistoryLength) {
        this.maxHistoryLength = maxHistoryLength;
    }

    /** In history events. */
    int maxHistoryLength() {
        return maxHistoryLength;
    }

    boolean isReached() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= maxHistoryLength
                || Duration.between(startedAt, WorkflowClock.now()).compareTo(MAX_AGE) >= 0;
    }
}

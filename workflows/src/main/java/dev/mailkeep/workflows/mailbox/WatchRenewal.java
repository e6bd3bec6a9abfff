package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When to ask Gmail to push again. The row says when; this class only spaces the calls of an activity that can't write to
 * the row.
 */
final class WatchRenewal {

    private static final Duration RETRY = Duration.ofHours(1);
    private static final Duration RETRY_AFTER_ROW_CHANGED = Duration.ofMinutes(1);

    private @Nullable Instant notBefore;

    boolean isDue(DesiredState wanted) {
        return WorkflowClock.isReached(wanted.renewWatchAt())
                && (notBefore == null || WorkflowClock.isReached(notBefore))
                && isKnownToThisRun();
    }

    /** A run that began before there were watches may have read one from the row. It must replay without it. */
    private static boolean isKnownToThisRun() {
        return Workflow.getVersion("renewWatch", Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    }

    /** @param rowDecides whether the row says why, and with that what to do next */
    void failed(boolean rowDecides) {
        notBefore = WorkflowClock.now().plus(rowDecides ? RETRY_AFTER_ROW_CHANGED : RETRY);
    }
}

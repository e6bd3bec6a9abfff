package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When Gmail is to be asked to push. The row says so; this only keeps an activity that can't write to the row from being
 * called again and again.
 */
final class WatchRenewal {

    private static final Duration AGAIN = Duration.ofHours(1);
    private static final Duration ROW_MOVED_ON = Duration.ofMinutes(1);

    private @Nullable Instant notBefore;

    boolean isDue(DesiredState now) {
        return reached(now.renewWatchAt()) && (notBefore == null || reached(notBefore)) && isKnownToThisRun();
    }

    private static boolean reached(@Nullable Instant due) {
        return due != null && !MailboxState.now().isBefore(due);
    }

    /** A run that began before there were watches can have read orders with one: it must replay without. */
    private static boolean isKnownToThisRun() {
        return Workflow.getVersion("renewWatch", Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    }

    /** @param rowDecides whether the row says why, and so what is to be done next */
    void failed(boolean rowDecides) {
        notBefore = MailboxState.now().plus(rowDecides ? ROW_MOVED_ON : AGAIN);
    }
}

package dev.mailkeep.workflows.mailbox;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorAutoscaling;

/** How a worker that carries mailboxes is set up, in production and in tests alike. */
public final class MailboxWorker {

    /**
     * The first workflow task of a process loads classes; on a busy machine that takes longer than the second after which
     * the SDK takes a thread to be stuck.
     */
    private static final long DEADLOCK_DETECTION_MILLIS = 10_000;

    private static final int FEWEST_POLLERS = 5;
    private static final int MOST_POLLERS = 40;

    private MailboxWorker() {}

    /**
     * Sets what all workers have in common. Pollers whose number is fixed all go to the sticky queue as long as it is backed
     * up (io.temporal.internal.worker.StickyQueueBalancer, 1.38.0), and no new workflow ever gets its first task. Those that
     * scale poll each queue by themselves, the normal one with as many at least.
     */
    public static WorkerOptions.Builder tuned(WorkerOptions.Builder options) {
        return options.setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION_MILLIS)
                .setWorkflowTaskPollersBehavior(pollers())
                .setActivityTaskPollersBehavior(pollers());
    }

    private static PollerBehaviorAutoscaling pollers() {
        return new PollerBehaviorAutoscaling(FEWEST_POLLERS, MOST_POLLERS, FEWEST_POLLERS);
    }
}

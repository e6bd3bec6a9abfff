package dev.mailkeep.workflows.mailbox;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorAutoscaling;

/** Settings of the workers that run mailbox workflows, in production and in tests alike. */
public final class MailboxWorker {

    /**
     * The first workflow task of a process loads classes. On a busy machine that takes longer than the second after which
     * the SDK considers a workflow thread deadlocked.
     */
    private static final long DEADLOCK_DETECTION_MILLIS = 10_000;

    /**
     * For each queue. A server at its limit serves the queues in proportion to their pollers: with 5 pollers of the normal
     * queue beside 40 of the sticky one, new mailboxes waited for minutes while the others had every check
     * ({@code benchmarks/run many}).
     */
    private static final int FEWEST_POLLERS = 20;

    private static final int MOST_POLLERS = 40;

    private MailboxWorker() {}

    /**
     * Sets what all workers have in common. A fixed number of pollers would all poll the sticky queue as long as it is
     * backed up (io.temporal.internal.worker.StickyQueueBalancer, 1.38.0), and no new workflow would ever get its first task.
     * Autoscaling pollers are separate for each queue, and the normal queue always keeps some.
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

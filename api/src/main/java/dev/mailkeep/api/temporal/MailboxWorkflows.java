package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.SearchAttributes;
import dev.mailkeep.workflows.contract.TaskQueues;
import dev.mailkeep.workflows.mailbox.MailboxRun;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import dev.mailkeep.workflows.mailbox.MailboxWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Tells workflows what their rows already say. Callers do not wait: the row holds the truth. What Temporal can't take
 * now, including a check that a person asks for, the reconciler delivers later. Every message starts the workflow if it
 * does not run.
 */
@Component
public class MailboxWorkflows {

    private static final Logger log = LoggerFactory.getLogger(MailboxWorkflows.class);
    private static final int MAX_WAITING = 10_000;

    private final WorkflowClient client;
    private final TemporalReach reach;
    private final SignsOfLife signs;

    /** Delivers what a person waits for. */
    private final ThreadPoolExecutor deliveries = threads("temporal-delivery", 2);

    /** Delivers pushes. Checks find the mail anyway, so a flood of pushes must not delay anything else. */
    private final ThreadPoolExecutor hints = threads("temporal-hint", 1);

    MailboxWorkflows(WorkflowClient client, TemporalReach reach, SignsOfLife signs) {
        this.client = client;
        this.reach = reach;
        this.signs = signs;
    }

    private static ThreadPoolExecutor threads(String name, int count) {
        var threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        // The reconciler delivers what does not fit into the queue.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return threads;
    }

    /** A mailbox and its owner. */
    public record Target(UUID mailboxId, UUID userId) {}

    /**
     * Starts the workflow unless it runs, and waits for Temporal's answer.
     *
     * @param delay time before its first step; a command that arrives earlier ends it
     * @return false when it already runs
     * @throws RuntimeException when Temporal could not be told
     */
    boolean start(Target target, Duration delay) {
        try {
            stub(target, delay, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                    .start(MailboxRun.first(target.mailboxId()));
            return true;
        } catch (WorkflowExecutionAlreadyStarted running) {
            return false;
        }
    }

    /**
     * Delivers a command and waits until Temporal has accepted it.
     *
     * @throws RuntimeException when Temporal could not be told
     */
    void tellCommand(Target target, Kind kind, long version) {
        signalOrStart(target, name(kind), version);
    }

    /**
     * Makes the workflow read its row, and waits until Temporal has accepted the signal.
     *
     * @throws RuntimeException when Temporal could not be told
     */
    void tellSettingsChanged(Target target) {
        signalOrStart(target, "settingsChanged");
    }

    /** Delivers a command with the version that the row gave it. */
    public void command(Target target, Kind kind, long version) {
        signal(target, name(kind), version);
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Tells the workflow that senders, interval or connection have changed in the row. */
    public void settingsChanged(Target target) {
        signal(target, "settingsChanged");
    }

    /**
     * Asks for a check now. The row says so first: this process may end before it has told the workflow.
     *
     * @throws DataAccessException when PostgreSQL can't be used; then no check is asked for
     */
    public void checkNow(Target target) {
        signs.checkWanted(target.mailboxId());
        signal(target, "mailArrived");
    }

    /** Passes on a push. If it can't be delivered it is dropped: the next check finds the mail. */
    public void hint(Target target) {
        hints.execute(() -> {
            try {
                signalOrStart(target, "mailArrived");
            } catch (RuntimeException away) {
                log.debug("A hint was dropped ({})", away.getClass().getSimpleName());
            }
        });
    }

    /** Tells the workflow that Google no longer honours the grant. */
    public void accessRevoked(Target target, String cause) {
        signal(target, "accessRevoked", cause);
    }

    /** Whether a mailbox's workflow has ended; false while Temporal can't be reached. */
    public boolean hasEnded(UUID mailboxId) {
        try {
            return client.newUntypedWorkflowStub(MailboxWorkflow.idOf(mailboxId))
                            .describe()
                            .getStatus()
                    != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException never) {
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    private void signal(Target target, String name, Object... arguments) {
        deliveries.execute(() -> {
            try {
                signalOrStart(target, name, arguments);
            } catch (RuntimeException failed) {
                if (!reach.isAway(failed)) {
                    log.warn(
                            "Temporal did not take the signal {} for mailbox {} ({}); the reconciler delivers it",
                            name,
                            target.mailboxId(),
                            TemporalReach.code(failed));
                }
                leaveToTheReconciler(target);
            }
        });
    }

    /** Marks the mailbox for the reconciler, so that its next run delivers what this process could not. */
    private void leaveToTheReconciler(Target target) {
        try {
            signs.notTold(target.mailboxId());
        } catch (DataAccessException away) {
            log.warn("PostgreSQL can't be used either, so mailbox {} waits for its next check", target.mailboxId());
        }
    }

    private void signalOrStart(Target target, String name, Object... arguments) {
        stub(target, Duration.ZERO, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .signalWithStart(name, arguments, new Object[] {MailboxRun.first(target.mailboxId())});
    }

    private WorkflowStub stub(Target target, Duration delay, WorkflowIdConflictPolicy whereItRuns) {
        return client.newUntypedWorkflowStub(
                MailboxWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(MailboxWorkflow.idOf(target.mailboxId()))
                        .setTaskQueue(TaskQueues.MAILKEEP)
                        .setStartDelay(delay)
                        .setWorkflowIdConflictPolicy(whereItRuns)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                .set(SearchAttributes.MAILBOX_STATUS, MailboxStatus.LIVE.name())
                                .set(
                                        SearchAttributes.MAILKEEP_USER,
                                        target.userId().toString())
                                .build())
                        .build());
    }

    @PreDestroy
    void close() {
        deliveries.shutdownNow();
        hints.shutdownNow();
    }
}

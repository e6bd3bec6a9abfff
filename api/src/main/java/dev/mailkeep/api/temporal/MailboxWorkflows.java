package dev.mailkeep.api.temporal;

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
import org.springframework.stereotype.Component;

/**
 * Tells workflows what the rows already say. Nothing here is waited for: the row is the truth, and what Temporal is away
 * for now is delivered by the reconciler later. Every message starts the workflow where there is none.
 */
@Component
public class MailboxWorkflows {

    private static final Logger log = LoggerFactory.getLogger(MailboxWorkflows.class);
    private static final int MAX_WAITING = 10_000;

    private final WorkflowClient client;

    /** What a person waits for. */
    private final ThreadPoolExecutor deliveries = threads("temporal-delivery", 2);

    /** What can wait: after a restart all mailboxes at once, which must not stand before a person's pause. */
    private final ThreadPoolExecutor starts = threads("temporal-start", 1);

    /** What looks find without: a flood of it must not stand before anything else. */
    private final ThreadPoolExecutor hints = threads("temporal-hint", 1);

    MailboxWorkflows(WorkflowClient client) {
        this.client = client;
    }

    private static ThreadPoolExecutor threads(String name, int count) {
        var threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        // What does not fit any more is the reconciler's.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return threads;
    }

    /** Which mailbox, and whose. */
    public record Target(UUID mailboxId, UUID userId) {}

    /**
     * Starts the workflow unless it runs.
     *
     * @param delay before its first step; a command that comes meanwhile ends it
     */
    void start(Target target, Duration delay) {
        WorkflowStub stub = stub(target, delay);
        deliver(starts, target, "start", () -> stub.start(MailboxRun.first(target.mailboxId())));
    }

    /** Delivers a command under the version with which it was written to the row. */
    public void command(Target target, Kind kind, long version) {
        signal(target, kind.name().toLowerCase(Locale.ROOT), version);
    }

    /** Tells that senders, interval or connection have changed in the row. */
    public void settingsChanged(Target target) {
        signal(target, "settingsChanged");
    }

    /** Asks for a look now. */
    public void look(Target target) {
        signal(target, "mailArrived");
    }

    /** Passes on a hint that there is mail. One that can't be delivered is dropped: the next look finds it. */
    public void mailArrived(Target target) {
        hints.execute(() -> {
            try {
                signalOrStart(target, "mailArrived");
            } catch (RuntimeException away) {
                log.debug("A hint was dropped ({})", away.getClass().getSimpleName());
            }
        });
    }

    /** Tells that Google no longer honours the grant. */
    public void accessRevoked(Target target, String cause) {
        signal(target, "accessRevoked", cause);
    }

    /** Whether a mailbox's workflow has come to its end; false while Temporal can't be asked. */
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
        deliver(deliveries, target, name, () -> signalOrStart(target, name, arguments));
    }

    private void signalOrStart(Target target, String name, Object... arguments) {
        stub(target, Duration.ZERO)
                .signalWithStart(name, arguments, new Object[] {MailboxRun.first(target.mailboxId())});
    }

    private static void deliver(ThreadPoolExecutor threads, Target target, String what, Runnable delivery) {
        threads.execute(() -> {
            try {
                delivery.run();
            } catch (RuntimeException away) {
                log.warn(
                        "Temporal was not told of {} for mailbox {} ({}); the reconciler will",
                        what,
                        target.mailboxId(),
                        away.getClass().getSimpleName());
            }
        });
    }

    private WorkflowStub stub(Target target, Duration delay) {
        return client.newUntypedWorkflowStub(
                MailboxWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(MailboxWorkflow.idOf(target.mailboxId()))
                        .setTaskQueue(TaskQueues.MAILKEEP)
                        .setStartDelay(delay)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
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
        starts.shutdownNow();
        hints.shutdownNow();
    }
}

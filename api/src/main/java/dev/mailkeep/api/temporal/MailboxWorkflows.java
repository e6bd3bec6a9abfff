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
    private final ThreadPoolExecutor deliveries =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                var thread = new Thread(task, "temporal-delivery");
                thread.setDaemon(true);
                return thread;
            });

    MailboxWorkflows(WorkflowClient client) {
        this.client = client;
        // What does not fit any more is the reconciler's.
        deliveries.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Which mailbox, and whose. */
    public record Target(UUID mailboxId, UUID userId) {}

    /** Starts the workflow unless it runs. */
    public void start(Target target) {
        deliver(target, "start", () -> stub(target).start(MailboxRun.first(target.mailboxId())));
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
        deliver(
                target,
                name,
                () -> stub(target)
                        .signalWithStart(name, arguments, new Object[] {MailboxRun.first(target.mailboxId())}));
    }

    private void deliver(Target target, String what, Runnable delivery) {
        deliveries.execute(() -> {
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

    private WorkflowStub stub(Target target) {
        return client.newUntypedWorkflowStub(
                MailboxWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(MailboxWorkflow.idOf(target.mailboxId()))
                        .setTaskQueue(TaskQueues.MAILKEEP)
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
    }
}

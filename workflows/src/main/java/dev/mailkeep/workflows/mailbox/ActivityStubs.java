package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.NotificationActivities;
import dev.mailkeep.workflows.contract.TokenActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** The activities as the workflow calls them: how long each may take and how often Temporal retries it. */
final class ActivityStubs {

    /** For the steps of a sync: after a few retries by Temporal, the workflow reports the failure and backs off. */
    private static final RetryOptions STEP_RETRIES = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(2))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofMinutes(1))
            .setMaximumAttempts(5)
            .build();

    /** For what must succeed in the end, however long PostgreSQL is away. */
    private static final RetryOptions UNTIL_DONE = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .build();

    final TokenActivities tokens = Workflow.newActivityStub(TokenActivities.class, step("Refresh the access token"));
    final GmailActivities gmail = Workflow.newActivityStub(GmailActivities.class, step("Find messages"));

    /** Push only makes new mail arrive sooner: a failure is tried again much later. */
    final GmailActivities push = Workflow.newActivityStub(
            GmailActivities.class,
            ActivityOptions.newBuilder(step("Ask Gmail to push"))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    final MessageActivities messages = Workflow.newActivityStub(MessageActivities.class, step("Store messages"));
    final MailboxActivities row = Workflow.newActivityStub(
            MailboxActivities.class, untilDone("Read or write the row").build());

    /** Tried for ten minutes, and by the workflow again every hour, so that it never delays a command. */
    final NotificationActivities notifications = Workflow.newActivityStub(
            NotificationActivities.class,
            untilDone("Notify the owner")
                    .setScheduleToCloseTimeout(Duration.ofMinutes(10))
                    .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                    .build());

    /** A failure that can't be reported must not become a failure of its own. */
    final MailboxActivities bestEffort = Workflow.newActivityStub(
            MailboxActivities.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .setSummary("Report a failure")
                    .build());

    /** Tried three times, then left to the background job that revokes grants. */
    final TokenActivities revocation = Workflow.newActivityStub(
            TokenActivities.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(45))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(3).build())
                    .setSummary("Revoke the grant")
                    .build());

    /**
     * Calls an activity that the mailbox can't do without. Retries non-retryable failures too: they would end the workflow,
     * and with it the mailbox's sync.
     */
    static <T> T retryForever(Supplier<T> activity) {
        while (true) {
            try {
                return activity.get();
            } catch (ActivityFailure failure) {
                if (failure.getCause() instanceof CanceledFailure) {
                    throw failure;
                }
                WakeableTimer.sleep(Duration.ofMinutes(1), "Wait before the row is tried again", () -> false);
            }
        }
    }

    private static ActivityOptions step(String summary) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(3))
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .setRetryOptions(STEP_RETRIES)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setSummary(summary)
                .build();
    }

    private static ActivityOptions.Builder untilDone(String summary) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(2))
                .setRetryOptions(UNTIL_DONE)
                .setSummary(summary);
    }
}

package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.FakeOutside.passingFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a mailbox. */
class DisconnectTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    private enum In {
        LIVE,
        IMPORTING,
        PAUSED,
        NEEDS_RECONNECT,
        BLOCKED,
        DEGRADED,
        THROTTLED,
        WITHOUT_SENDERS
    }

    @ParameterizedTest
    @EnumSource
    void endsTheWorkflowWhateverItIsDoing(In state) {
        bringInto(state);
        mailbox.outside().forgetCalls();

        mailbox.stub().disconnect(9L);
        mailbox.awaitEnd();

        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
        assertThat(mailbox.outside().names()).containsExactly("writeCommand", "revokeGrant", "deleteMailbox");
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DISCONNECTING);
    }

    private void bringInto(In state) {
        switch (state) {
            case LIVE -> {}
            case IMPORTING -> mailbox.outside().answer("check", () -> importing(null));
            case PAUSED -> mailbox.outside().desire(Desired.PAUSE);
            case NEEDS_RECONNECT -> mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
            case BLOCKED -> mailbox.outside().condition(Condition.BLOCKED, "ADMIN_POLICY");
            case DEGRADED -> mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
            case THROTTLED ->
                mailbox.outside().answer("check", () -> importing(mailbox.now().plus(Duration.ofHours(1))));
            case WITHOUT_SENDERS -> mailbox.outside().watch(false);
        }
        mailbox.startAndSettle();
        MailboxStatus expected = switch (state) {
            case THROTTLED -> MailboxStatus.IMPORTING;
            case WITHOUT_SENDERS -> MailboxStatus.LIVE;
            default -> MailboxStatus.valueOf(state.name());
        };
        assertThat(mailbox.status().status()).isEqualTo(expected);
    }

    private static Progress importing(@Nullable Instant throttledUntil) {
        Outcome outcome = throttledUntil == null ? Outcome.DONE : Outcome.THROTTLED;
        return new Progress(outcome, 0, 0, true, false, false, null, null, throttledUntil, Duration.ofMinutes(5));
    }

    @Test
    void aDisconnectDuringAStepIsWrittenWhileTheStepRuns() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.start();
        checking.awaitEntered();

        mailbox.stub().disconnect(null);
        eventually(
                "the command is in the row", () -> !mailbox.outside().commands().isEmpty());
        checking.open();
        mailbox.awaitEnd();

        assertThat(mailbox.outside().names()).endsWith("check", "writeCommand", "revokeGrant", "deleteMailbox");
    }

    @Test
    void mailIsDeletedEvenIfTheGrantCannotBeRevoked() {
        mailbox.outside().fail("revokeGrant", () -> passingFailure(FailureTypes.GOOGLE_UNAVAILABLE));
        mailbox.startAndSettle();

        mailbox.stub().disconnect(null);
        mailbox.pass(Duration.ofMinutes(5));

        assertThat(mailbox.outside().count("revokeGrant")).isEqualTo(3);
        assertThat(mailbox.outside().names()).endsWith("deleteMailbox");
        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }

    @Test
    void deletionIsRetriedUntilItSucceeds() {
        mailbox.outside().fail("deleteMailbox", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.startAndSettle();
        mailbox.stub().disconnect(null);
        mailbox.pass(Duration.ofMinutes(30));
        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

        mailbox.outside().heal("deleteMailbox");
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }

    @Test
    void aMailboxThatIsGoneEndsAtOnce() {
        mailbox.outside().desire(Desired.GONE);

        mailbox.start();
        mailbox.awaitEnd();

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState");
        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }

    @Test
    void aMailboxWhoseRowIsMissingWithoutADisconnectFailsVisibly() {
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.startAndSettle();

        // This is what restoring an older backup does.
        mailbox.outside().desire(Desired.GONE);
        mailbox.pass(Duration.ofHours(1).plusMinutes(1));

        List<HistoryEvent> end = mailbox.events(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
        assertThat(end).hasSize(1);
        assertThat(end.get(0)
                        .getWorkflowExecutionFailedEventAttributes()
                        .getFailure()
                        .getApplicationFailureInfo()
                        .getType())
                .isEqualTo(Ending.MAILBOX_MISSING);
        assertThat(mailbox.outside().count("revokeGrant")).isZero();
        mailbox.mayHaveFailed();
    }

    @Test
    void aMailboxDeletedWithItsAccountEndsLikeADisconnectedOne() {
        mailbox.startAndSettle();

        mailbox.outside().desire(Desired.GONE);
        mailbox.stub().disconnect(3L);
        mailbox.awaitEnd();

        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }

    @Test
    void updatesOfADisconnectingMailboxAreAnsweredAtOnceAndWriteNothing() {
        Gate deleting = mailbox.outside().hold("deleteMailbox");
        mailbox.startAndSettle();
        mailbox.stub().disconnect(null);
        deleting.awaitEntered();
        mailbox.outside().forgetCalls();

        assertThat(mailbox.stub().resyncSince(null, null).status()).isEqualTo(MailboxStatus.DISCONNECTING);
        assertThat(mailbox.stub().sendersChanged().status()).isEqualTo(MailboxStatus.DISCONNECTING);
        mailbox.stub().pause(null);
        deleting.open();
        mailbox.awaitEnd();

        assertThat(mailbox.outside().names()).isEmpty();
    }

    @Test
    void afterTheEndASignalFindsNoWorkflow() {
        mailbox.outside().desire(Desired.GONE);
        mailbox.start();
        mailbox.awaitEnd();

        assertThatThrownBy(() -> mailbox.stub().checkNow()).isInstanceOf(WorkflowNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aWorkflowCancelledByAnOperatorEndsAsCancelledWhateverItIsDoing(In state) {
        bringInto(state);

        mailbox.untyped().cancel();
        mailbox.awaitEnd();

        assertThat(mailbox.executionStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
        assertThat(mailbox.outside().count("deleteMailbox")).isZero();
    }
}

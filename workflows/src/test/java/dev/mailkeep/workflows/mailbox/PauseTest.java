package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pausing and resuming. */
class PauseTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void aPauseDuringASleepIsWrittenAndStopsEverything() {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().pause(7L);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.pass(Duration.ofDays(3));

        assertThat(mailbox.outside().names())
                .startsWith("writeCommand")
                .containsOnly("writeCommand", "readDesiredState");
        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.PAUSE, 7L));
    }

    @Test
    void aSleepThatEndsEarlyLeavesNoTimerBehind() {
        mailbox.startAndSettle();

        mailbox.stub().pause(null);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.pass(Duration.ofMinutes(50));

        assertThat(mailbox.events(EventType.EVENT_TYPE_TIMER_CANCELED)).hasSize(1);
        assertThat(mailbox.events(EventType.EVENT_TYPE_TIMER_FIRED)).isEmpty();
    }

    @Test
    void aResumeMakesACheckAtOnce() {
        mailbox.startAndSettle();
        mailbox.stub().pause(1L);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.outside().forgetCalls();

        mailbox.stub().resume(2L);
        mailbox.awaitStatus(MailboxStatus.LIVE);
        eventually("a check", () -> mailbox.outside().count("check") == 1);

        assertThat(mailbox.outside().names()).containsExactly("writeCommand", "check");
        assertThat(mailbox.events(EventType.EVENT_TYPE_TIMER_FIRED)).isEmpty();
    }

    @Test
    void aPauseDuringAStepIsWrittenWhileTheStepRuns() {
        mailbox.outside().toImport(5, 10);
        Gate listing = mailbox.outside().hold("list");
        mailbox.start();
        listing.awaitEntered();

        mailbox.stub().pause(null);
        eventually(
                "the pause is in the row", () -> !mailbox.outside().commands().isEmpty());
        assertThat(mailbox.outside().count("list")).isEqualTo(1);
        listing.open();

        mailbox.awaitStatus(MailboxStatus.PAUSED);
        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "list", "writeCommand");
        mailbox.outside().forgetCalls();
        mailbox.pass(Duration.ofDays(3));
        assertThat(mailbox.outside().callsToGoogle()).isZero();
    }

    @Test
    void aStepSupersededByThePauseIsNoFailure() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.SUPERSEDED));
        mailbox.start();
        checking.awaitEntered();

        mailbox.stub().pause(null);
        eventually(
                "the pause is in the row", () -> !mailbox.outside().commands().isEmpty());
        checking.open();

        mailbox.awaitStatus(MailboxStatus.PAUSED);
        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "writeCommand");
    }

    @Test
    void aPauseDuringTheRefreshPreventsTheStep() {
        Gate refreshing = mailbox.outside().hold("refreshToken");
        mailbox.start();
        refreshing.awaitEntered();

        mailbox.stub().pause(null);
        eventually(
                "the pause is in the row", () -> !mailbox.outside().commands().isEmpty());
        refreshing.open();

        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.pass(Duration.ofDays(1));
        assertThat(mailbox.outside().count("check")).isZero();
    }

    @Test
    void aPauseDoesNotWaitForAStepThatIsAboutToBeRetried() {
        mailbox.outside()
                .fail(
                        "check",
                        () -> ApplicationFailure.newFailureWithCauseAndDelay(
                                "a constant text", FailureTypes.THROTTLED, null, Duration.ofHours(5)));
        mailbox.start();
        eventually("a first attempt", () -> mailbox.outside().count("check") == 1);

        mailbox.stub().pause(null);
        mailbox.pass(Duration.ofMinutes(5));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.PAUSED);
        assertThat(mailbox.outside().count("check")).isEqualTo(1);
    }

    @Test
    void aPauseTakenBackWhileItsStepIsBeingCancelledIsNoFailure() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.start();
        checking.awaitEntered();

        mailbox.stub().pause(1L);
        mailbox.eventually(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
        mailbox.stub().resume(2L);
        eventually("both are in the row", () -> mailbox.outside().commands().size() == 2);
        checking.open();
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().reportedFailures()).isEmpty();
        assertThat(mailbox.outside().count("check")).isEqualTo(2);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void aPauseTakenBackDuringAStepLetsItGoOn() {
        mailbox.outside().toImport(2, 10);
        Gate listing = mailbox.outside().hold("list");
        mailbox.start();
        listing.awaitEntered();

        mailbox.stub().pause(1L);
        mailbox.stub().resume(2L);
        eventually("both are in the row", () -> mailbox.outside().commands().size() == 2);
        listing.open();
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().stored()).isEqualTo(20);
    }

    @Test
    void theGrantIsUsedOnceAWeekWhilePaused() {
        mailbox.outside().desire(Desired.PAUSE);

        mailbox.start();
        mailbox.pass(Duration.ofDays(7 * 26).plusHours(1));

        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(27);
        assertThat(mailbox.outside().names()).containsOnly("readDesiredState", "refreshToken");
    }

    @Test
    void aRefreshThatFailsWhilePausedIsRetriedHourlyAndReportsNothing() {
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.outside().fail("refreshToken", () -> finalFailure(FailureTypes.OPERATOR_FAULT));

        mailbox.start();
        mailbox.pass(Duration.ofHours(5).plusMinutes(30));
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(6);
        assertThat(mailbox.outside().names()).containsOnly("readDesiredState", "refreshToken");
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.PAUSED);

        mailbox.outside().heal("refreshToken");
        mailbox.pass(Duration.ofDays(6));
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(7);
    }

    @Test
    void aGrantThatDiesDuringAPauseIsNotifiedAndNoLongerUsed() {
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.startAndSettle();
        mailbox.outside().revoke();

        mailbox.pass(Duration.ofDays(60));

        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(2);
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.NEEDS_RECONNECT);

        mailbox.outside().reconnect();
        mailbox.stub().settingsChanged();
        mailbox.awaitStatus(MailboxStatus.PAUSED);
    }
}

package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks for new mail, of a mailbox that has nothing else to do. */
class CheckTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void checksOnceInEveryIntervalForAMonth() {
        mailbox.outside().interval(Duration.ofHours(1));
        mailbox.outside().tokenLife(Duration.ofDays(365));

        mailbox.start();
        mailbox.pass(Duration.ofDays(30).plusMinutes(30));

        assertThat(mailbox.outside().count("check")).isEqualTo(1 + 30 * 24);
        assertThat(mailbox.outside().count("list")).isZero();
        assertThat(mailbox.outside().count("storeMessages")).isZero();
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(1);
        List<Instant> checks = mailbox.outside().times("check");
        assertThat(Duration.between(checks.get(0), checks.get(checks.size() - 1)))
                .isBetween(
                        Duration.ofDays(30).minusSeconds(1), Duration.ofDays(30).plusMinutes(2));
    }

    @Test
    void anIdleCycleIsOneActivityAndOneTimerInElevenEvents() {
        mailbox.outside().tokenLife(Duration.ofDays(1));
        mailbox.startAndSettle();
        int before = mailbox.history().getEvents().size();
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofMinutes(50));

        assertThat(mailbox.outside().names()).hasSize(10).containsOnly("check");
        assertThat(mailbox.history().getEvents().size() - before).isLessThanOrEqualTo(10 * 11);
        assertThat(mailbox.events(EventType.EVENT_TYPE_TIMER_STARTED)).hasSize(11);
    }

    @Test
    void aChangedIntervalCountsFromTheNextCheck() {
        mailbox.startAndSettle();
        mailbox.outside().interval(Duration.ofHours(2));
        mailbox.pass(Duration.ofMinutes(6));
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofHours(6));

        assertThat(mailbox.outside().count("check")).isEqualTo(3);
    }

    @Test
    void changedSettingsTakeEffectAtOnce() {
        mailbox.outside().interval(Duration.ofDays(1));
        mailbox.startAndSettle();
        mailbox.outside().interval(Duration.ofMinutes(1));
        mailbox.outside().forgetCalls();

        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofSeconds(150));

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState", "check", "check", "check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkNow", "mailArrived"})
    void checksAtOnceOnRequestAndAgainAnIntervalLater(String signal) {
        mailbox.startAndSettle();
        mailbox.pass(Duration.ofMinutes(2));
        mailbox.outside().forgetCalls();

        mailbox.untyped().signal(signal);
        mailbox.pass(Duration.ofMinutes(4));
        assertThat(mailbox.outside().names()).containsExactly("check");

        mailbox.pass(Duration.ofMinutes(2));
        assertThat(mailbox.outside().names()).containsExactly("check", "check");
    }

    @Test
    void aCheckRequestedDuringACheckMakesASecondOne() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.start();
        checking.awaitEntered();

        mailbox.stub().checkNow();
        mailbox.eventually(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
        checking.open();

        eventually("a second check", () -> mailbox.outside().count("check") == 2);
    }

    @Test
    void aCheckThatTakesLongDoesNotDelayTheNextOne() {
        mailbox.outside().tokenLife(Duration.ofDays(30));
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            return ApplicationFailure.newFailureWithCauseAndDelay(
                    "a constant text", FailureTypes.GOOGLE_UNAVAILABLE, null, Duration.ofMinutes(3));
        });
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(21));

        // Due at 0 (and made after three minutes), 5, 10, 15 and 20.
        assertThat(mailbox.outside().count("check")).isEqualTo(1 + 5);
    }

    @Test
    void afterALongOutageItChecksOnceAndKeepsToItsSchedule() {
        mailbox.outside().tokenLife(Duration.ofDays(30));
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            return ApplicationFailure.newFailureWithCauseAndDelay(
                    "a constant text", FailureTypes.GOOGLE_UNAVAILABLE, null, Duration.ofMinutes(58));
        });
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(59));
        assertThat(mailbox.outside().count("check")).isEqualTo(2);

        mailbox.pass(Duration.ofMinutes(2));
        assertThat(mailbox.outside().count("check")).isEqualTo(3);
    }

    @Test
    void checksAheadOfTheIntervalWhenACandidateHasToBeAskedForAgain() {
        mailbox.startAndSettle();
        mailbox.outside().answer("check", () -> {
            Progress usual = mailbox.outside().progress(Outcome.DONE);
            return new Progress(
                    Outcome.DONE,
                    0,
                    0,
                    false,
                    false,
                    false,
                    null,
                    mailbox.now().plusSeconds(60),
                    null,
                    usual.interval());
        });
        mailbox.pass(Duration.ofMinutes(5));
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofMinutes(5));

        assertThat(mailbox.outside().count("check")).isEqualTo(5);
    }

    @Test
    void aLaggingActivityClockDoesNotMakeItSpin() {
        mailbox.outside().answer("check", () -> {
            Instant past = mailbox.now().minusSeconds(600);
            return new Progress(Outcome.THROTTLED, 0, 0, true, false, false, past, past, past, Duration.ZERO);
        });

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.countUntilThen("check")).isBetween(50L, 61L);
    }

    @Test
    void anIntervalOfZeroDoesNotMakeItSpin() {
        mailbox.outside().interval(Duration.ZERO);

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.countUntilThen("check")).isBetween(50L, 61L);
    }

    @Test
    void instantsFinerThanTemporalsClockDoNotMakeItSpin() {
        mailbox.outside().interval(Duration.ofMinutes(5).plusNanos(123_456));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(21));

        assertThat(mailbox.outside().count("check")).isEqualTo(5);
    }

    @Test
    void theTokenIsRefreshedFiveMinutesBeforeItExpiresAndOnlyThen() {
        mailbox.start();
        mailbox.pass(Duration.ofHours(12));

        List<Instant> refreshes = mailbox.outside().times("refreshToken");
        assertThat(refreshes).hasSizeBetween(12, 14);
        for (int i = 1; i < refreshes.size(); i++) {
            assertThat(Duration.between(refreshes.get(i - 1), refreshes.get(i)))
                    .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(60).plusSeconds(5));
        }
    }

    @Test
    void withoutSendersGmailIsNotCalled() {
        mailbox.outside().watch(false);

        mailbox.start();
        mailbox.pass(Duration.ofDays(29));

        assertThat(mailbox.outside().names()).containsOnly("readDesiredState", "refreshToken");
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(5);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void theFirstSenderIsCheckedAtOnce() {
        mailbox.outside().watch(false);
        mailbox.startAndSettle();
        mailbox.outside().watch(true);
        mailbox.outside().forgetCalls();

        mailbox.stub().sendersChanged();
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState", "check");
    }
}

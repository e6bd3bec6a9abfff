package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.FakeOutside.passingFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failures that pass by themselves, sooner or later. */
class FailureTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void aShortOutageIsNotReported() {
        mailbox.outside().fail("check", () -> passingFailure(FailureTypes.GOOGLE_UNAVAILABLE));
        mailbox.start();
        eventually("a first attempt", () -> mailbox.outside().count("check") == 1);
        mailbox.pass(Duration.ofSeconds(5));
        mailbox.outside().heal("check");
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().reportedFailures()).isEmpty();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().lastCheckAt()).isNotNull();
    }

    @Test
    void aLongOutageIsReportedWithTheTimeOfTheNextAttempt() {
        mailbox.outside().interval(Duration.ofHours(12));
        mailbox.outside().toImport(1, 1);
        mailbox.outside().fail("list", () -> passingFailure(FailureTypes.GOOGLE_UNAVAILABLE));

        mailbox.start();
        mailbox.pass(Duration.ofHours(1));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DEGRADED);
        assertThat(mailbox.status().cause()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
        assertThat(mailbox.listedStatus()).isEqualTo("DEGRADED");
        assertThat(mailbox.outside().reportedFailures()).containsOnly(FailureTypes.GOOGLE_UNAVAILABLE);
        List<Instant> announced = mailbox.outside().nextAttempts();
        List<Instant> attempts = mailbox.outside().times("list");
        assertThat(announced).hasSizeBetween(10, 14);
        for (int i = 0; i < announced.size() - 1; i++) {
            assertThat(attempts.get(5 * (i + 1)))
                    .isBetween(announced.get(i), announced.get(i).plusSeconds(3));
        }
        assertThat(mailbox.status().nextAttempt()).isEqualTo(announced.get(announced.size() - 1));
    }

    @Test
    void theBackOffGrowsUpToFiveMinutes() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.SECRET_UNREADABLE));

        mailbox.start();
        mailbox.pass(Duration.ofHours(1));

        List<Instant> attempts = mailbox.outside().times("check");
        List<Long> minutes = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            minutes.add(Duration.between(attempts.get(i - 1), attempts.get(i)).toMinutes());
        }
        assertThat(minutes).startsWith(1L, 2L, 4L, 5L, 5L).hasSizeBetween(12, 14);
    }

    @Test
    void whatTheOperatorMustMendIsTriedEveryMinuteBecauseMostAttemptsMakeNoCall() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
        mailbox.start();
        mailbox.pass(Duration.ofHours(1));

        assertThat(mailbox.countUntilThen("check")).isBetween(50L, 61L);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DEGRADED);
        assertThat(mailbox.outside().count("notifyOwner")).isZero();

        mailbox.outside().heal("check");
        mailbox.pass(Duration.ofSeconds(75));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void anOutageOfTwoHoursKeepsHistoriesShortAndIsCaughtUp() {
        mailbox.outside().fail("check", () -> passingFailure(FailureTypes.GOOGLE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofHours(2));
        mailbox.outside().heal("check");
        mailbox.pass(Duration.ofMinutes(6));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.runs())
                .hasSizeGreaterThan(1)
                .allSatisfy(run -> assertThat(run.getEvents()).hasSizeLessThan(300));
    }

    @Test
    void recoversByItselfAndChecksAtOnce() {
        mailbox.outside().interval(Duration.ofDays(1));
        mailbox.outside().fail("check", () -> passingFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofHours(2));
        mailbox.outside().heal("check");
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofMinutes(6));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().failures()).isZero();
        assertThat(mailbox.status().nextAttempt()).isNull();
        assertThat(mailbox.outside().times("check"))
                .last()
                .satisfies(check -> assertThat(check).isBeforeOrEqualTo(mailbox.now()));
    }

    @Test
    void aCheckRequestedWhileChecksFailIsMadeOnceTheyWork() {
        mailbox.outside().interval(Duration.ofDays(1));
        mailbox.startAndSettle();
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(10));
        mailbox.outside().heal("check");

        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.outside().count("check")).isEqualTo(3);
    }

    @Test
    void aRequestedCheckDoesNotWaitForTheBackOffAndIsMadeOncePerRequest() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.SECRET_UNREADABLE));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(20));
        int before = mailbox.outside().count("check");

        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(20));
        assertThat(mailbox.outside().count("check")).isEqualTo(before + 1);
        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(20));
        assertThat(mailbox.outside().count("check")).isEqualTo(before + 2);

        mailbox.outside().heal("check");
        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(5));
        assertThat(mailbox.outside().count("check")).isEqualTo(before + 3);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void aFailureThatCannotBeReportedChangesNothing() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.outside().fail("reportFailure", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(30));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DEGRADED);
        assertThat(mailbox.countUntilThen("check")).isBetween(6L, 8L);

        mailbox.outside().heal("check");
        mailbox.pass(Duration.ofMinutes(6));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void aFailureOfAnUnknownTypeIsReportedAsUnexpected() {
        mailbox.outside().fail("check", () -> new IllegalStateException("boss@corp.example"));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.outside().reportedFailures()).containsOnly(FailureTypes.UNEXPECTED);
    }

    @Test
    void aRefreshThatFailsIsReportedToo() {
        mailbox.outside().fail("refreshToken", () -> finalFailure(FailureTypes.OPERATOR_FAULT));

        mailbox.start();
        mailbox.pass(Duration.ofSeconds(30));

        assertThat(mailbox.outside().reportedFailures()).containsExactly(FailureTypes.OPERATOR_FAULT);
        assertThat(mailbox.outside().count("check")).isZero();
    }

    @Test
    void aRowThatCannotBeReadIsRetriedUntilItCan() {
        mailbox.outside().fail("readDesiredState", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofHours(1));
        assertThat(mailbox.countUntilThen("readDesiredState")).isBetween(59L, 62L);

        mailbox.outside().heal("readDesiredState");
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.outside().count("check")).isEqualTo(1);
    }

    @Test
    void aResumeAfterAFailureDoesNotWaitForTheBackOff() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(20));
        mailbox.stub().pause(null);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.outside().heal("check");

        mailbox.stub().resume(null);
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().lastCheckAt()).isNotNull();
    }

    @Test
    void aFailingPartIsReportedWhileTheOtherStepsGoOn() {
        mailbox.outside().answer("check", () -> failing(mailbox.outside().progress(Outcome.DONE)));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(11));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DEGRADED);
        assertThat(mailbox.status().cause()).isEqualTo(FailureTypes.GMAIL_REFUSES);
        assertThat(mailbox.status().nextAttempt()).isNotNull();
        assertThat(mailbox.listedStatus()).isEqualTo("DEGRADED");
        assertThat(mailbox.countUntilThen("check")).isBetween(3L, 4L);
        assertThat(mailbox.outside().reportedFailures()).isEmpty();

        mailbox.outside().answerAsUsual("check");
        mailbox.pass(Duration.ofMinutes(6));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().nextAttempt()).isNull();
    }

    @Test
    void aFailingPartDoesNotMakeTheNextRunWait() {
        mailbox.outside().interval(Duration.ofMinutes(1));
        mailbox.outside().answer("check", () -> failing(mailbox.outside().progress(Outcome.DONE)));
        mailbox.start();
        mailbox.pass(Duration.ofHours(2));

        assertThat(mailbox.runs()).hasSizeGreaterThan(1);
        assertThat(mailbox.countUntilThen("check")).isBetween(110L, 122L);
    }

    /** The next attempt is an hour away, so that a workflow that waits for it fails the test. */
    private Progress failing(Progress usual) {
        return new Progress(
                usual.outcome(),
                usual.found(),
                usual.stored(),
                usual.importing(),
                usual.listing(),
                usual.ready(),
                usual.readyAt(),
                usual.checkAgainAt(),
                usual.throttledUntil(),
                usual.interval(),
                FailureTypes.GMAIL_REFUSES,
                mailbox.now().plus(Duration.ofHours(1)));
    }
}

package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Google asks to slow down. */
class ThrottlingTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void makesNoCallForAsLongAsGoogleAsks() {
        throttleOnce(Duration.ofMinutes(50));
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofMinutes(49));
        assertThat(mailbox.outside().names()).isEmpty();
        assertThat(mailbox.status().throttledUntil()).isAfter(mailbox.now());
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);

        mailbox.pass(Duration.ofMinutes(2));
        assertThat(mailbox.outside().names()).containsExactly("check");
        assertThat(mailbox.status().throttledUntil()).isNull();
    }

    @Test
    void aSignalDoesNotEndTheWait() {
        throttleOnce(Duration.ofMinutes(50));
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().checkNow();
        mailbox.stub().settingsChanged();
        mailbox.stub().resync(null);
        mailbox.pass(Duration.ofMinutes(49));
        assertThat(mailbox.outside().callsToGoogle()).isZero();

        mailbox.pass(Duration.ofMinutes(2));
        assertThat(mailbox.outside().names()).contains("check", "list");
    }

    @Test
    void aPauseWhileThrottledTakesEffectAtOnce() {
        throttleOnce(Duration.ofMinutes(50));
        mailbox.startAndSettle();

        mailbox.stub().pause(null);

        mailbox.awaitStatus(MailboxStatus.PAUSED);
        assertThat(mailbox.events(EventType.EVENT_TYPE_TIMER_CANCELED)).hasSize(1);
    }

    @Test
    void anImportGoesOnWhenTheWaitIsOverAndNotOnlyAtTheNextCheck() {
        mailbox.outside().interval(Duration.ofHours(3));
        mailbox.outside().toImport(1, 5);
        mailbox.outside().answer("list", () -> {
            mailbox.outside().answerAsUsual("list");
            return throttled(Duration.ofMinutes(1));
        });

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.status().stored()).isEqualTo(5);
    }

    @Test
    void anActivityIsRetriedAfterTheDelayThatItsFailureCarries() {
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            return ApplicationFailure.newFailureWithCauseAndDelay(
                    "a constant text", FailureTypes.THROTTLED, null, Duration.ofMinutes(3));
        });

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(4));

        List<Instant> checks = mailbox.outside().times("check");
        assertThat(checks).hasSize(2);
        assertThat(Duration.between(checks.get(0), checks.get(1)))
                .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(3).plusSeconds(5));
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
    }

    private void throttleOnce(Duration wait) {
        mailbox.outside().answer("check", () -> {
            mailbox.outside().answerAsUsual("check");
            return throttled(wait);
        });
    }

    private Progress throttled(Duration wait) {
        Progress usual = mailbox.outside().progress(Outcome.THROTTLED);
        return new Progress(
                Outcome.THROTTLED,
                0,
                0,
                usual.importing(),
                usual.listing(),
                usual.ready(),
                null,
                null,
                mailbox.now().plus(wait),
                usual.interval());
    }
}

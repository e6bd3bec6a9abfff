package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant that Google no longer honours, and steps that are superseded. */
class RevocationTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void aRevokedGrantStopsAllCallsForMonthsAndNotifiesTheOwnerOnce() {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();
        mailbox.outside().revoke();

        mailbox.pass(Duration.ofDays(120));

        assertThat(mailbox.outside().names())
                .startsWith("check", "readDesiredState", "notifyOwner")
                .filteredOn(name -> !name.equals("readDesiredState"))
                .hasSize(2);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.NEEDS_RECONNECT);
        assertThat(mailbox.status().cause()).isEqualTo("REVOKED_BY_USER");
        assertThat(mailbox.listedStatus()).isEqualTo("NEEDS_RECONNECT");
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
    }

    @Test
    void signalsBeforeTheReconnectDoNotNotifyTheOwnerAgain() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        mailbox.startAndSettle();

        for (int i = 0; i < 5; i++) {
            mailbox.stub().settingsChanged();
            mailbox.stub().checkNow();
            mailbox.stub().resume(null);
            mailbox.pass(Duration.ofDays(1));
        }

        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
        assertThat(mailbox.outside().callsToGoogle()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"settingsChanged", "resume"})
    void syncsAfterTheReconnectWithANewToken(String signal) {
        mailbox.startAndSettle();
        mailbox.outside().revoke();
        mailbox.pass(Duration.ofDays(2));
        mailbox.outside().reconnect();
        mailbox.outside().forgetCalls();

        mailbox.untyped().signal(signal);
        mailbox.pass(Duration.ofSeconds(10));

        assertThat(mailbox.outside().names())
                .containsExactly(
                        signal.equals("resume") ? "writeCommand" : "readDesiredState", "refreshToken", "check");
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().cause()).isNull();
    }

    @Test
    void aSecondRevocationIsASecondIncident() {
        mailbox.startAndSettle();
        mailbox.outside().revoke();
        mailbox.pass(Duration.ofDays(1));
        mailbox.outside().condition(Condition.OK, null);

        // The owner reconnects, and the grant is revoked again before the next step.
        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofDays(1));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.NEEDS_RECONNECT);
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(2);
    }

    @Test
    void anOwnerWhoCouldNotBeNotifiedIsNotifiedLater() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        mailbox.outside().fail("notifyOwner", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(150));
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(3);

        mailbox.outside().heal("notifyOwner");
        mailbox.pass(Duration.ofDays(30));

        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(4);
    }

    @Test
    void aReconnectDoesNotWaitForTheNotification() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        mailbox.outside()
                .fail(
                        "notifyOwner",
                        () -> ApplicationFailure.newFailureWithCauseAndDelay(
                                "a constant text", FailureTypes.DATABASE_UNAVAILABLE, null, Duration.ofMinutes(9)));
        mailbox.start();
        eventually("a first attempt", () -> mailbox.outside().count("notifyOwner") == 1);

        mailbox.outside().reconnect();
        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().count("check")).isEqualTo(1);
    }

    @Test
    void aSupersededStepIsRepeatedAtOnce() {
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            return finalFailure(FailureTypes.SUPERSEDED);
        });

        mailbox.startAndSettle();

        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "readDesiredState", "check");
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
        assertThat(mailbox.status().failures()).isZero();
    }

    @Test
    void aStepSupersededDuringABackOffIsRepeatedAtOnce() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(20));
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            return finalFailure(FailureTypes.SUPERSEDED);
        });

        mailbox.pass(Duration.ofMinutes(5).plusSeconds(15));

        assertThat(mailbox.outside().reportedFailures()).containsOnly(FailureTypes.OPERATOR_FAULT);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void stepsThatAreSupersededAgainAndAgainDoNotSpin() {
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.SUPERSEDED));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(30));

        assertThat(mailbox.countUntilThen("check")).isBetween(5L, 9L);
        assertThat(mailbox.outside().reportedFailures()).containsOnly(FailureTypes.SUPERSEDED);
    }

    @Test
    void stepsThatStopAlthoughTheRowWantsThemDoNotSpin() {
        mailbox.outside().answer("check", () -> mailbox.outside().progress(Outcome.STOPPED));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(30));

        assertThat(mailbox.countUntilThen("check")).isBetween(5L, 9L);
    }
}

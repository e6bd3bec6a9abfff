package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.FakeOutside.passingFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking Gmail to push, and asking again before its promise expires. */
class WatchTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void gmailIsAskedToPushAfterTheFirstCheckAndThenOnceADay() {
        mailbox.outside().push();

        mailbox.startAndSettle();
        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "renewWatch", "readDesiredState");

        mailbox.pass(Duration.ofDays(10));
        List<Instant> renewals = mailbox.outside().times("renewWatch");
        assertThat(renewals).hasSize(10);
        for (int i = 1; i < renewals.size(); i++) {
            assertThat(Duration.between(renewals.get(i - 1), renewals.get(i)))
                    .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(6));
        }
    }

    @Test
    void gmailIsNeverAskedWhilePushIsOff() {
        mailbox.start();
        mailbox.pass(Duration.ofDays(3));

        assertThat(mailbox.outside().count("renewWatch")).isZero();
        assertThat(mailbox.events(EventType.EVENT_TYPE_MARKER_RECORDED))
                .as("the version markers of a run that never asked for push")
                .hasSize(1);
    }

    @Test
    void anImportDoesNotDelayTheWatch() {
        mailbox.outside().push();
        mailbox.outside().toImport(5, 10);

        mailbox.startAndSettle();

        List<String> names = mailbox.outside().names();
        assertThat(names.indexOf("renewWatch")).isBetween(1, names.indexOf("list"));
        assertThat(mailbox.status().stored()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {FailureTypes.DATABASE_UNAVAILABLE, FailureTypes.UNEXPECTED})
    void aFailedRenewalDoesNotDegradeTheMailboxAndIsRetriedAfterAnHour(String type) {
        mailbox.outside().push();
        mailbox.outside().fail("renewWatch", () -> passingFailure(type));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(59));

        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(2);
        assertThat(mailbox.outside().count("check")).isEqualTo(12);
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().failures()).isZero();

        mailbox.outside().heal("renewWatch");
        mailbox.pass(Duration.ofMinutes(10));
        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(3);
    }

    @Test
    void aSupersededRenewalIsRepeatedSoon() {
        mailbox.outside().push();
        mailbox.outside().fail("renewWatch", () -> finalFailure(FailureTypes.SUPERSEDED));

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(61));

        assertThat(mailbox.outside().count("renewWatch")).isBetween(11, 13);
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
    }

    @Test
    void aRenewalThatFindsTheGrantDeadNotifiesTheOwner() {
        mailbox.outside().push();
        mailbox.outside().fail("renewWatch", () -> {
            mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
            return finalFailure(FailureTypes.GRANT_REVOKED);
        });

        mailbox.start();
        mailbox.pass(Duration.ofDays(9));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.NEEDS_RECONNECT);
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(1);
    }

    @Test
    void aPausedMailboxIsNotRenewedUntilItIsResumed() {
        mailbox.outside().push();
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.start();
        mailbox.pass(Duration.ofDays(20));
        assertThat(mailbox.outside().count("renewWatch")).isZero();

        mailbox.stub().resume(1L);
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(1);
    }

    @Test
    void withoutSendersGmailIsNotAskedToPush() {
        mailbox.outside().push();
        mailbox.outside().watch(false);

        mailbox.start();
        mailbox.pass(Duration.ofDays(9));

        assertThat(mailbox.outside().count("renewWatch")).isZero();
    }

    @Test
    void aReconnectRenewsTheWatchAtOnce() {
        mailbox.outside().push();
        mailbox.startAndSettle();
        mailbox.outside().revoke();
        mailbox.pass(Duration.ofHours(3));
        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(1);

        mailbox.outside().reconnect();
        mailbox.outside().push();
        mailbox.outside().forgetCalls();
        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "renewWatch", "readDesiredState");
    }

    @Test
    void aPauseDuringARenewalIsNoFailure() {
        mailbox.outside().push();
        FakeOutside.Gate asking = mailbox.outside().hold("renewWatch");
        mailbox.start();
        asking.awaitEntered();

        mailbox.stub().pause(1L);
        mailbox.eventually(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
        asking.open();
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.stub().resume(2L);
        mailbox.pass(Duration.ofSeconds(10));

        assertThat(mailbox.outside().count("renewWatch")).isEqualTo(2);
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
    }
}

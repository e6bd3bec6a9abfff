package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.FakeOutside.passingFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A mailbox that an administrator or a missing Gmail service keeps from syncing. */
class BlockedTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void isCheckedOnceADayAndItsOwnerIsNotifiedOnce() {
        block();
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofDays(10).plusHours(1));

        assertThat(mailbox.outside().count("check")).isEqualTo(10);
        assertThat(mailbox.outside().count("notifyOwner")).isZero();
        assertThat(mailbox.outside().reportedFailures()).isEmpty();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.BLOCKED);
        assertThat(mailbox.status().cause()).isEqualTo("ADMIN_POLICY");
    }

    @Test
    void theOwnerIsNotifiedWhenTheBlockBegins() {
        block();

        mailbox.startAndSettle();

        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "readDesiredState", "notifyOwner");
        assertThat(mailbox.listedStatus()).isEqualTo("BLOCKED");
    }

    @Test
    void syncsAgainOnceTheDailyCheckSucceeds() {
        block();
        mailbox.startAndSettle();
        mailbox.outside().fail("check", () -> {
            mailbox.outside().heal("check");
            mailbox.outside().condition(Condition.OK, null);
            return passingFailure(FailureTypes.GOOGLE_UNAVAILABLE);
        });

        mailbox.pass(Duration.ofDays(1).plusMinutes(16));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.outside().count("check")).isEqualTo(1 + 2 + 3);
    }

    @Test
    void isCheckedAtOnceOnRequest() {
        block();
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofMinutes(30));
        assertThat(mailbox.outside().names()).containsExactly("check", "readDesiredState");

        mailbox.stub().resume(null);
        mailbox.pass(Duration.ofHours(1));
        assertThat(mailbox.outside().count("check")).isEqualTo(2);
    }

    @Test
    void isNotCheckedWithoutSenders() {
        mailbox.outside().condition(Condition.BLOCKED, "ADMIN_POLICY");
        mailbox.outside().watch(false);

        mailbox.start();
        mailbox.pass(Duration.ofDays(10));

        assertThat(mailbox.outside().callsToGoogle()).isZero();
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
    }

    @Test
    void aMailboxThatIsBlockedFromTheStartNotifiesItsOwnerAndWaits() {
        mailbox.outside().condition(Condition.BLOCKED, "ADMIN_POLICY");

        mailbox.startAndSettle();

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState", "notifyOwner");
    }

    @Test
    void aPauseEndsTheDailyChecks() {
        block();
        mailbox.startAndSettle();
        mailbox.stub().pause(null);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofDays(5));

        assertThat(mailbox.outside().callsToGoogle()).isZero();
    }

    private void block() {
        mailbox.outside().fail("check", () -> {
            mailbox.outside().condition(Condition.BLOCKED, "ADMIN_POLICY");
            return finalFailure(FailureTypes.BLOCKED);
        });
    }
}

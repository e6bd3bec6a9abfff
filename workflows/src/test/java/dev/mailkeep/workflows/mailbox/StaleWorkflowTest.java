package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row says something else than the workflow has read, and no signal says so: after a reset, or a restored backup. */
class StaleWorkflowTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    private enum Idle {
        PAUSED,
        NEEDS_RECONNECT,
        BLOCKED,
        WITHOUT_SENDERS
    }

    @ParameterizedTest
    @EnumSource
    void anIdleMailboxReadsItsRowWithinTheHourAndSyncsIfTheRowSaysSo(Idle idle) {
        becomeIdle(idle);

        allowSync();
        mailbox.pass(Duration.ofMinutes(61));

        assertThat(mailbox.outside().count("check")).isPositive();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @ParameterizedTest
    @EnumSource
    void aCheckRequestedForAnIdleMailboxReadsTheRowFirst(Idle idle) {
        becomeIdle(idle);

        allowSync();
        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().count("check")).isPositive();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void aMailboxIdleForDaysReadsItsRowOnceAnHourAndDoesNotCallGoogle() {
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.pass(Duration.ofDays(3));

        assertThat(mailbox.outside().names())
                .as("one reading every 55 minutes")
                .hasSizeBetween(76, 82)
                .containsOnly("readDesiredState");
        assertThat(mailbox.runs()).allSatisfy(run -> assertThat(run.getEvents()).hasSizeLessThan(250 + 20));
    }

    @Test
    void aPauseInTheRowTakesEffectWithinTheHourWhenChecksAreFarApart() {
        mailbox.outside().interval(Duration.ofDays(7));
        mailbox.startAndSettle();

        mailbox.outside().desire(Desired.PAUSE);
        mailbox.pass(Duration.ofMinutes(61));

        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.PAUSED);
    }

    @Test
    void aCheckRequestedForAWorkingMailboxDoesNotReadTheRow() {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().checkNow();
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().names()).containsExactly("check");
    }

    private void becomeIdle(Idle idle) {
        switch (idle) {
            case PAUSED -> mailbox.outside().desire(Desired.PAUSE);
            case NEEDS_RECONNECT -> mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED");
            case BLOCKED -> mailbox.outside().condition(Condition.BLOCKED, "ADMIN_POLICY");
            case WITHOUT_SENDERS -> mailbox.outside().watch(false);
        }
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();
    }

    private void allowSync() {
        mailbox.outside().desire(Desired.RUN);
        mailbox.outside().condition(Condition.OK, null);
        mailbox.outside().watch(true);
    }
}

package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One run of the workflow continues as the next. */
class ContinueAsNewTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void happensByHistoryLengthAndChangesNothingForTheMailbox() {
        mailbox.outside().tokenLife(Duration.ofDays(1));
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(40));
        mailbox.pass(Duration.ofHours(2).plusMinutes(1));

        assertThat(mailbox.runs())
                .hasSizeGreaterThan(5)
                .allSatisfy(run -> assertThat(run.getEvents()).hasSizeLessThan(40 + 11));
        assertThat(mailbox.outside().count("check")).isEqualTo(25);
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(1);
    }

    @Test
    void happensAtOrSoonAfterTwoHundredAndFiftyEvents() {
        mailbox.start();
        mailbox.pass(Duration.ofHours(6));

        assertThat(mailbox.runs())
                .hasSizeGreaterThan(2)
                .allSatisfy(run -> assertThat(run.getEvents()).hasSizeLessThan(250 + 20));
    }

    @Test
    void happensAfterADayForAMailboxThatHardlyDoesAnything() {
        mailbox.outside().interval(Duration.ofHours(8));
        mailbox.outside().tokenLife(Duration.ofDays(30));
        mailbox.start();

        mailbox.pass(Duration.ofDays(4));

        assertThat(mailbox.runs()).hasSizeBetween(4, 5);
        assertThat(mailbox.outside().count("refreshToken")).isEqualTo(1);
    }

    @Test
    void carriesWhatTheRunKnew() {
        mailbox.outside().toImport(30, 2);
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(40));
        mailbox.pass(Duration.ofMinutes(10));

        assertThat(mailbox.runs()).hasSizeGreaterThan(3);
        assertThat(mailbox.status().stored()).isEqualTo(60);
        assertThat(mailbox.status().tokenExpiresAt()).isNotNull();
        assertThat(mailbox.status().lastCheckAt()).isNotNull();
        assertThat(mailbox.listedStatus()).isEqualTo("LIVE");
        assertThat(currentDetails()).contains("**LIVE**").contains("stored by this workflow: 60");
    }

    @Test
    void carriesThatTheOwnerHasBeenNotified() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(40));
        mailbox.pass(Duration.ofSeconds(5));

        for (int i = 0; i < 20; i++) {
            mailbox.stub().settingsChanged();
            mailbox.pass(Duration.ofHours(1));
        }

        assertThat(mailbox.runs()).hasSizeGreaterThan(2);
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
    }

    @Test
    void keepsACommandThatIsNotInTheRowYet() {
        // Only the signal of this command makes the history long enough.
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(25));
        mailbox.pass(Duration.ofSeconds(5));
        assertThat(mailbox.runs()).hasSize(1);

        mailbox.stub().pause(null);
        mailbox.awaitStatus(MailboxStatus.PAUSED);

        List<WorkflowExecutionHistory> runs = mailbox.runs();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).getEvents())
                .noneMatch(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals("writeCommand"));
        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.PAUSE, null));
    }

    @Test
    void writesTheCommandsThatThePreviousRunCouldNotWrite() {
        MailboxRun run = MailboxRun.first(mailbox.id);
        mailbox.start(new MailboxRun(
                run.mailboxId(),
                run.snapshot(),
                null,
                null,
                false,
                List.of(Command.of(Kind.PAUSE, 4L), Command.of(Kind.RESUME, 5L)),
                false,
                run.maxHistoryLength()));
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(mailbox.outside().names()).containsExactly("writeCommand", "writeCommand", "refreshToken", "check");
    }

    @Test
    void answersOpenUpdates() {
        mailbox.outside().interval(Duration.ofSeconds(10));
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(30));
        mailbox.pass(Duration.ofSeconds(5));

        for (int i = 0; i < 30; i++) {
            CompletableFuture<MailboxSnapshot> senders =
                    CompletableFuture.supplyAsync(() -> ask(() -> mailbox.stub().sendersChanged()));
            assertThat(ask(() -> mailbox.stub().resyncSince(null, null))).isNotNull();
            assertThat(senders).succeedsWithin(RunningMailbox.PATIENCE);
        }

        assertThat(mailbox.runs()).hasSizeGreaterThan(10);
        assertThat(mailbox.outside().commands()).hasSize(30);
    }

    @Test
    void happensInAnIdleMailboxThatGetsManySignals() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(60));
        mailbox.pass(Duration.ofSeconds(5));

        for (int i = 0; i < 100; i++) {
            mailbox.stub().checkNow();
        }
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.runs()).hasSizeGreaterThan(1);
        assertThat(mailbox.outside().count("notifyOwner")).isEqualTo(1);
    }

    /** Between two runs the test server finds neither. An update that it refused then has not reached the workflow. */
    private static MailboxSnapshot ask(Supplier<MailboxSnapshot> update) {
        while (true) {
            try {
                return update.get();
            } catch (WorkflowNotFoundException betweenRuns) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private String currentDetails() {
        return mailbox.untyped()
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
    }
}

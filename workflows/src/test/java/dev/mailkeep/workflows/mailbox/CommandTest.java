package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and updates, from the API and from the Temporal UI. */
class CommandTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCommandFromTheTemporalUiNeedsNoInputAndIsWrittenToTheRow(Kind kind) {
        mailbox.startAndSettle();

        mailbox.untyped().signal(kind.name().toLowerCase(Locale.ROOT));

        eventually(
                "the command is in the row",
                () -> mailbox.outside().commands().equals(List.of(Command.of(kind, null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accessRevoked", "settingsChanged"})
    void aHintFromTheTemporalUiNeedsNoInputAndMakesTheWorkflowReadTheRow(String hint) {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.untyped().signal(hint);

        eventually("the row is read", () -> mailbox.outside().count("readDesiredState") == 1);
    }

    @Test
    void invalidInputFromTheTemporalUiIsIgnored() {
        mailbox.startAndSettle();

        mailbox.untyped().signal("pause", "as soon as you can");
        mailbox.untyped().signal("noSuchSignal", 1);
        mailbox.pass(Duration.ofMinutes(11));

        assertThat(mailbox.outside().commands()).isEmpty();
        assertThat(mailbox.outside().count("check")).isEqualTo(3);
    }

    @Test
    void aHintOfRevocationIsCheckedWithANewToken() {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().accessRevoked("TOKENS_REVOKED");
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState", "refreshToken", "check");
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void aResyncOfTheApiCarriesItsVersion() {
        mailbox.startAndSettle();

        mailbox.stub().resync(12L);
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.RESYNC, 12L));
        assertThat(mailbox.outside().names()).endsWith("writeCommand", "check", "list", "storeMessages");
    }

    @Test
    void aResyncIsAnsweredOnceItIsInTheRowAndNotBefore() {
        mailbox.startAndSettle();
        Gate writing = mailbox.outside().hold("writeCommand");
        Instant since = Instant.parse("2026-01-01T00:00:00Z");

        CompletableFuture<MailboxSnapshot> answer =
                CompletableFuture.supplyAsync(() -> mailbox.stub().resyncSince(since, 3L));
        writing.awaitEntered();
        assertThat(answer).isNotDone();
        writing.open();

        assertThat(answer).succeedsWithin(RunningMailbox.PATIENCE);
        assertThat(mailbox.outside().commands()).containsExactly(new Command(Kind.RESYNC, 3L, since));
    }

    @Test
    void aResyncDuringAStepIsAnsweredWhileTheStepRuns() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.start();
        checking.awaitEntered();

        MailboxSnapshot answer = mailbox.stub().resyncSince(null, null);

        assertThat(answer.status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.RESYNC, null));
        checking.open();
    }

    @Test
    void aResyncFromTheTemporalUiNeedsNoInput() {
        mailbox.startAndSettle();

        mailbox.untyped().update("resync", MailboxSnapshot.class);

        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.RESYNC, null));
    }

    @Test
    void aSecondResyncThatArrivesWhileTheFirstIsBeingWrittenIsAnsweredToo() {
        mailbox.outside().desire(Desired.PAUSE);
        mailbox.startAndSettle();
        Gate writing = mailbox.outside().hold("writeCommand");

        CompletableFuture<MailboxSnapshot> first =
                CompletableFuture.supplyAsync(() -> mailbox.stub().resyncSince(null, 1L));
        writing.awaitEntered();
        CompletableFuture<MailboxSnapshot> second =
                CompletableFuture.supplyAsync(() -> mailbox.stub().resyncSince(null, 2L));
        eventually(
                "the second is accepted",
                () -> mailbox.events(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
                                .size()
                        == 2);
        writing.open();

        assertThat(first).succeedsWithin(RunningMailbox.PATIENCE);
        assertThat(second).succeedsWithin(RunningMailbox.PATIENCE);
        assertThat(mailbox.outside().commands()).hasSize(2);
    }

    @Test
    void changedSendersAreAnsweredOnceTheRowHasBeenReadAgain() {
        mailbox.startAndSettle();
        mailbox.outside().forgetCalls();

        mailbox.stub().sendersChanged();

        assertThat(mailbox.outside().names()).startsWith("readDesiredState");
    }

    @Test
    void changedSendersAreAnsweredDuringAStep() {
        Gate checking = mailbox.outside().hold("check");
        mailbox.start();
        checking.awaitEntered();
        mailbox.outside().forgetCalls();

        mailbox.stub().sendersChanged();

        assertThat(mailbox.outside().names()).containsExactly("readDesiredState");
        checking.open();
        eventually("a check with the new senders", () -> mailbox.outside().count("check") == 1);
    }

    @Test
    void aChangeAnnouncedWhileTheRowIsBeingReadMakesTheWorkflowReadItAgain() {
        mailbox.outside().condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
        Gate reading = mailbox.outside().hold("readDesiredState");
        mailbox.start();
        reading.awaitEntered();

        mailbox.outside().condition(Condition.OK, null);
        mailbox.stub().settingsChanged();
        mailbox.eventually(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
        reading.open();

        eventually("a check", () -> mailbox.outside().count("check") == 1);
    }

    @Test
    void aRowThatCannotBeWrittenDelaysTheCommandButLosesNothing() {
        mailbox.startAndSettle();
        mailbox.outside().fail("writeCommand", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));

        mailbox.stub().pause(null);
        mailbox.pass(Duration.ofMinutes(10));
        assertThat(mailbox.outside().commands()).isEmpty();
        mailbox.outside().heal("writeCommand");
        mailbox.pass(Duration.ofMinutes(2));

        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.PAUSE, null));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.PAUSED);
    }

    @Test
    void aStormOfSignalsLosesNothing() {
        mailbox.startAndSettle();

        for (int i = 0; i < 100; i++) {
            mailbox.stub().checkNow();
            mailbox.stub().settingsChanged();
            mailbox.stub().pause(null);
        }
        mailbox.stub().resume(null);
        mailbox.pass(Duration.ofMinutes(1));

        List<Command> commands = mailbox.outside().commands();
        assertThat(commands.get(commands.size() - 1)).isEqualTo(Command.of(Kind.RESUME, null));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.outside().times("check")).isNotEmpty();
    }
}

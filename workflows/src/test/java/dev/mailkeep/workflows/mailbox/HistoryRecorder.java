package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static dev.mailkeep.workflows.mailbox.FakeOutside.passingFailure;
import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Records the histories that {@link ReplayTest} replays. A recorded history stands for workflows that are running somewhere,
 * so it is never recorded again: a new behaviour gets a new test here and a new file. Files that exist are left as they are.
 *
 * <pre>./mvnw -pl workflows test -Dtest=HistoryRecorder -Drecord.histories=true</pre>
 */
@Tag("record")
@EnabledIfSystemProperty(named = "record.histories", matches = "true")
class HistoryRecorder {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void idleChecks() throws IOException {
        mailbox.startAs("LIVE");
        mailbox.pass(Duration.ofMinutes(62));
        record("idle-checks");
    }

    @Test
    void pauseDuringSleep() throws IOException {
        mailbox.startAndSettle();
        mailbox.stub().pause(1L);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.pass(Duration.ofHours(20));
        mailbox.stub().resume(2L);
        mailbox.pass(Duration.ofMinutes(12));
        record("pause-during-sleep");
    }

    @Test
    void pauseDuringStep() throws IOException {
        mailbox.outside().toImport(3, 5);
        Gate listing = mailbox.outside().hold("list");
        mailbox.start();
        listing.awaitEntered();
        mailbox.stub().pause(null);
        eventually(
                "the command is in the row", () -> !mailbox.outside().commands().isEmpty());
        listing.open();
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.stub().resume(null);
        mailbox.pass(Duration.ofMinutes(6));
        record("pause-during-step");
    }

    @Test
    void pauseThatCancelsAStep() throws IOException {
        mailbox.outside().toImport(3, 5);
        Gate listing = mailbox.outside().hold("list");
        mailbox.start();
        listing.awaitEntered();
        mailbox.stub().pause(null);
        mailbox.eventually(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
        listing.open();
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        record("pause-that-cancels-a-step");
    }

    @Test
    void importing() throws IOException {
        mailbox.outside().toImport(6, 20);
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(6));
        record("import");
    }

    @Test
    void revokedAndReconnected() throws IOException {
        mailbox.startAndSettle();
        mailbox.outside().revoke();
        mailbox.pass(Duration.ofHours(8));
        mailbox.stub().mailArrived();
        mailbox.outside().reconnect();
        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofMinutes(12));
        record("revoked-and-reconnected");
    }

    @Test
    void throttled() throws IOException {
        mailbox.outside().toImport(2, 5);
        mailbox.outside().answer("list", () -> {
            mailbox.outside().answerAsUsual("list");
            Instant until = mailbox.now().plusSeconds(90);
            return new Progress(Outcome.THROTTLED, 0, 0, true, true, false, null, null, until, Duration.ofMinutes(5));
        });
        mailbox.startAndSettle();
        mailbox.stub().mailArrived();
        mailbox.pass(Duration.ofMinutes(8));
        record("throttled");
    }

    @Test
    void degradedAndRecovered() throws IOException {
        mailbox.startAndSettle();
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.OPERATOR_FAULT));
        mailbox.pass(Duration.ofMinutes(15));
        mailbox.outside().heal("check");
        mailbox.pass(Duration.ofMinutes(12));
        record("degraded-and-recovered");
    }

    @Test
    void resyncUpdate() throws IOException {
        mailbox.startAndSettle();
        mailbox.stub().resyncSince(Instant.parse("2026-01-01T00:00:00Z"), 3L);
        mailbox.stub().sendersChanged();
        mailbox.pass(Duration.ofMinutes(6));
        record("resync-update");
    }

    @Test
    void disconnect() throws IOException {
        mailbox.startAndSettle();
        mailbox.stub().disconnect(4L);
        mailbox.awaitEnd();
        record("disconnect");
    }

    @Test
    void continueAsNew() throws IOException {
        mailbox.start(MailboxRun.first(mailbox.id).withMaxHistoryLength(40));
        mailbox.pass(Duration.ofMinutes(31));
        List<WorkflowExecutionHistory> runs = mailbox.runs();
        assertThat(runs).hasSizeGreaterThan(2);
        write("continue-as-new-first", runs.get(runs.size() - 1));
        write("continue-as-new-second", runs.get(runs.size() - 2));
        write("continue-as-new-open", runs.get(0));
    }

    @Test
    void watched() throws IOException {
        mailbox.outside().push();
        mailbox.outside().interval(Duration.ofHours(2));
        mailbox.startAndSettle();
        mailbox.stub().mailArrived();
        mailbox.pass(Duration.ofMinutes(30));
        mailbox.outside().fail("renewWatch", () -> passingFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.outside().push();
        mailbox.stub().settingsChanged();
        mailbox.pass(Duration.ofHours(3));
        record("watched");
    }

    @Test
    void rowReadWhilePaused() throws IOException {
        mailbox.startAndSettle();
        mailbox.stub().pause(1L);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.pass(Duration.ofMinutes(130));
        mailbox.stub().mailArrived();
        mailbox.pass(Duration.ofMinutes(5));
        mailbox.outside().desire(Desired.RUN);
        mailbox.pass(Duration.ofMinutes(70));
        record("row-read-while-paused");
    }

    @Test
    void checkRequestedWhileDegraded() throws IOException {
        mailbox.startAndSettle();
        mailbox.outside().fail("check", () -> finalFailure(FailureTypes.SECRET_UNREADABLE));
        mailbox.pass(Duration.ofMinutes(15));
        mailbox.stub().mailArrived();
        mailbox.pass(Duration.ofSeconds(20));
        mailbox.outside().heal("check");
        mailbox.stub().mailArrived();
        mailbox.pass(Duration.ofMinutes(12));
        record("check-requested-while-degraded");
    }

    @Test
    void rowMissing() throws IOException {
        mailbox.startAndSettle();
        mailbox.outside().desire(Desired.GONE);
        mailbox.stub().settingsChanged();
        mailbox.awaitEnd();
        record("row-missing");
        mailbox.mayHaveFailed();
    }

    private void record(String name) throws IOException {
        if (!Files.exists(file(name))) {
            assertThat(mailbox.runs()).hasSize(1);
            write(name, mailbox.history());
        }
    }

    private static Path file(String name) {
        return ReplayTest.HISTORIES.resolve(name + ".json");
    }

    private static void write(String name, WorkflowExecutionHistory history) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            Files.writeString(file, history.toJson(true) + "\n", StandardOpenOption.CREATE_NEW);
        }
    }
}

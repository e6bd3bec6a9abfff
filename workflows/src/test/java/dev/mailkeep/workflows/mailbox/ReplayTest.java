package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that run while a new version is deployed continue in the new version. A failure here means that they would get
 * stuck: the change needs {@code Workflow.getVersion}.
 */
class ReplayTest {

    static final Path HISTORIES = Path.of("src/test/resources/histories");

    private static final Pattern PAYLOAD = Pattern.compile("(\"data\": *\")([A-Za-z0-9+/=]+)\"");

    static List<String> recorded() throws IOException {
        try (Stream<Path> files = Files.list(HISTORIES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aRecordedHistoryReplays(String file) {
        assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(history(file), MailboxWorkflowImpl.class))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void driftIsCaught(String file) {
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history(file), DriftedWorkflow.class))
                .hasStackTraceContaining("TMPRL1100");
    }

    @Test
    void everyBehaviourIsRecorded() throws IOException {
        assertThat(recorded())
                .contains(
                        "continue-as-new-first.json",
                        "continue-as-new-open.json",
                        "continue-as-new-second.json",
                        "degraded-and-recovered.json",
                        "disconnect.json",
                        "idle-checks.json",
                        "import.json",
                        "check-requested-while-degraded.json",
                        "pause-during-sleep.json",
                        "pause-during-step.json",
                        "pause-that-cancels-a-step.json",
                        "resync-update.json",
                        "revoked-and-reconnected.json",
                        "row-missing.json",
                        "row-read-while-paused.json",
                        "throttled.json",
                        "watched.json");
    }

    /** While versions are mixed, activities of the new one may answer workflows on workers of the old one. */
    @Test
    void aRunThatBeganBeforeThereWereWatchesReplaysAlthoughItReadOne() throws IOException {
        String old = Files.readString(HISTORIES.resolve("idle-checks.json"));
        String state = "{\"desired\":\"RUN\",\"condition\":\"OK\",\"cause\":null,\"watching\":true";
        String withWatch = PAYLOAD.matcher(old).replaceAll(payload -> {
            String data = new String(Base64.getDecoder().decode(payload.group(2)), StandardCharsets.UTF_8);
            String told = data.replace(state, state + ",\"renewWatchAt\":\"1970-01-01T00:00:00Z\"");
            return payload.group(1) + Base64.getEncoder().encodeToString(told.getBytes(StandardCharsets.UTF_8)) + "\"";
        });

        assertThat(withWatch).isNotEqualTo(old);
        assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(
                        WorkflowExecutionHistory.fromJson(withWatch), MailboxWorkflowImpl.class))
                .doesNotThrowAnyException();
    }

    private static WorkflowExecutionHistory history(String file) throws IOException {
        return WorkflowExecutionHistory.fromJson(Files.readString(HISTORIES.resolve(file)));
    }

    /** The same workflow, changed to sleep a second before it reads the row. */
    public static final class DriftedWorkflow implements MailboxWorkflow {

        private final MailboxWorkflowImpl real;

        @WorkflowInit
        public DriftedWorkflow(MailboxRun run) {
            real = new MailboxWorkflowImpl(run);
        }

        @Override
        public void run(MailboxRun run) {
            Workflow.sleep(Duration.ofSeconds(1));
            real.run(run);
        }

        @Override
        public void pause(@Nullable Long commandVersion) {
            real.pause(commandVersion);
        }

        @Override
        public void resume(@Nullable Long commandVersion) {
            real.resume(commandVersion);
        }

        @Override
        public void resync(@Nullable Long commandVersion) {
            real.resync(commandVersion);
        }

        @Override
        public void disconnect(@Nullable Long commandVersion) {
            real.disconnect(commandVersion);
        }

        @Override
        public void accessRevoked(@Nullable String cause) {
            real.accessRevoked(cause);
        }

        @Override
        public void checkNow() {
            real.checkNow();
        }

        @Override
        public void mailArrived() {
            real.mailArrived();
        }

        @Override
        public void settingsChanged() {
            real.settingsChanged();
        }

        @Override
        public MailboxSnapshot resyncSince(@Nullable Instant since, @Nullable Long commandVersion) {
            return real.resyncSince(since, commandVersion);
        }

        @Override
        public MailboxSnapshot sendersChanged() {
            return real.sendersChanged();
        }

        @Override
        public MailboxSnapshot status() {
            return real.status();
        }
    }
}

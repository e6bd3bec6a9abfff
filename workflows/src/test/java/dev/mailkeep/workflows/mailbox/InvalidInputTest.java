package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals and updates with any input that a person types into the Temporal UI or a program sends. */
class InvalidInputTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    private static final List<String> JSON = List.of(
            "null",
            "-1",
            "0",
            "1",
            "9000000000000000000",
            "-9223372036854775808",
            "9223372036854775808",
            "1e999999999",
            "0.5",
            "NaN",
            "true",
            "\"\"",
            "\"as soon as you can\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"\\u0000\"",
            "[]",
            "[[[[[[]]]]]]",
            "{}",
            "{\"kind\":\"DISCONNECT\"}",
            "{",
            "",
            "\ufeffnull");

    /** All but the one that ends the mailbox, which has tests of its own below. */
    static List<String> signalsThatEndNothing() {
        return WireNamesTest.signals().stream()
                .filter(signal -> !signal.equals("disconnect"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("signalsThatEndNothing")
    void noInputOfASignalFailsOrStallsTheWorkflow(String signal) {
        mailbox.startAndSettle();
        for (Payloads input : inputs()) {
            signal(signal, input);
        }
        mailbox.stub().resume(null);
        mailbox.pass(Duration.ofMinutes(11));

        isWellAndChecks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"as soon as you can\"", "[]", "{", "{\"kind\":1}", "0.5x", "9223372036854775808", "yes"})
    void anInputThatIsNoVersionDisconnectsNothing(String json) {
        mailbox.startAndSettle();

        signal(
                "disconnect",
                Payloads.newBuilder()
                        .addPayloads(payload("json/plain", json.getBytes(StandardCharsets.UTF_8)))
                        .build());
        mailbox.pass(Duration.ofMinutes(11));

        assertThat(mailbox.outside().commands()).isEmpty();
        isWellAndChecks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resync", "sendersChanged"})
    void noInputOfAnUpdateFailsOrStallsTheWorkflow(String update) {
        mailbox.startAndSettle();
        for (Payloads input : inputs()) {
            service()
                    .blockingStub()
                    .updateWorkflowExecution(UpdateWorkflowExecutionRequest.newBuilder()
                            .setNamespace(mailbox.client().getOptions().getNamespace())
                            .setWorkflowExecution(execution())
                            .setWaitPolicy(WaitPolicy.newBuilder()
                                    .setLifecycleStage(
                                            UpdateWorkflowExecutionLifecycleStage
                                                    .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED))
                            .setRequest(Request.newBuilder()
                                    .setMeta(Meta.newBuilder()
                                            .setUpdateId(UUID.randomUUID().toString())
                                            .setIdentity("test"))
                                    .setInput(Input.newBuilder().setName(update).setArgs(input)))
                            .build());
        }
        mailbox.pass(Duration.ofMinutes(11));

        isWellAndChecks();
    }

    private void signal(String name, Payloads input) {
        service()
                .blockingStub()
                .signalWorkflowExecution(SignalWorkflowExecutionRequest.newBuilder()
                        .setNamespace(mailbox.client().getOptions().getNamespace())
                        .setWorkflowExecution(execution())
                        .setSignalName(name)
                        .setInput(input)
                        .build());
    }

    private void isWellAndChecks() {
        assertThat(mailbox.runs())
                .allSatisfy(run -> assertThat(run.getEvents()).noneMatch(InvalidInputTest::isStalled));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        mailbox.outside().forgetCalls();
        mailbox.pass(Duration.ofMinutes(6));
        assertThat(mailbox.outside().count("check")).isPositive();
    }

    /** A task that fails because a message arrived while the run continued as new is repeated with it, so it does not count. */
    private static boolean isStalled(HistoryEvent event) {
        return event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT
                || event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
                        && event.getWorkflowTaskFailedEventAttributes().getCause()
                                != WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;
    }

    /** Each input alone and as the second of two, and some that are not JSON. The same inputs in every test run. */
    private static List<Payloads> inputs() {
        List<Payload> payloads = new ArrayList<>();
        for (String json : JSON) {
            payloads.add(payload("json/plain", json.getBytes(StandardCharsets.UTF_8)));
        }
        Random random = new Random(7);
        for (String encoding : List.of("json/plain", "binary/null", "binary/plain", "json/protobuf", "no/such", "")) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            payloads.add(payload(encoding, bytes));
        }
        List<Payloads> inputs = new ArrayList<>();
        inputs.add(Payloads.getDefaultInstance());
        for (Payload payload : payloads) {
            inputs.add(Payloads.newBuilder().addPayloads(payload).build());
            inputs.add(Payloads.newBuilder()
                    .addPayloads(payload("binary/null", new byte[0]))
                    .addPayloads(payload)
                    .build());
        }
        return inputs;
    }

    private static Payload payload(String encoding, byte[] data) {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
                .setData(ByteString.copyFrom(data))
                .build();
    }

    private WorkflowServiceStubs service() {
        WorkflowClient client = mailbox.client();
        return client.getWorkflowServiceStubs();
    }

    private WorkflowExecution execution() {
        return WorkflowExecution.newBuilder().setWorkflowId(mailbox.workflowId).build();
    }
}

package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.SearchAttributes;
import dev.mailkeep.workflows.contract.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One mailbox's workflow on a Temporal test server that skips time, with {@link FakeOutside} around it. After each test it
 * checks that the workflow has not failed.
 */
final class RunningMailbox implements BeforeEachCallback, AfterEachCallback {

    /** Ends a test that would never end. It is long because a slow machine may need much of it. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    final UUID id = UUID.randomUUID();
    final UUID userId = UUID.randomUUID();
    final String workflowId = MailboxWorkflow.idOf(id);

    private @Nullable TestWorkflowEnvironment environment;
    private @Nullable Instant passedUntil;
    private @Nullable FakeOutside outside;
    private boolean mayHaveFailed;

    @Override
    public void beforeEach(ExtensionContext context) {
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                        WorkflowClientOptions.newBuilder().setIdentity("test").build())
                .registerSearchAttribute(
                        SearchAttributes.MAILBOX_STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                        SearchAttributes.MAILKEEP_USER.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build());
        outside = new FakeOutside(this::now);
        var worker = environment.newWorker(
                TaskQueues.MAILKEEP,
                MailboxWorker.tuned(WorkerOptions.newBuilder()).build());
        // A bug fails the workflow at once. In production the workflow would wait for a fixed worker.
        worker.registerWorkflowImplementationTypes(
                WorkflowImplementationOptions.newBuilder()
                        .setFailWorkflowExceptionTypes(Throwable.class)
                        .build(),
                MailboxWorkflowImpl.class);
        worker.registerActivitiesImplementations(outside);
        environment.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestWorkflowEnvironment ended = environment();
        try {
            if (context.getExecutionException().isEmpty() && !mayHaveFailed && exists()) {
                assertThat(executionStatus())
                        .isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED)
                        .isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT);
            }
        } finally {
            if (context.getExecutionException().isPresent()) {
                System.err.println(ended.getDiagnostics());
            }
            ended.close();
        }
    }

    FakeOutside outside() {
        return Optional.ofNullable(outside).orElseThrow();
    }

    /** For a test of a workflow that ends by failing. */
    void mayHaveFailed() {
        mayHaveFailed = true;
    }

    WorkflowClient client() {
        return environment().getWorkflowClient();
    }

    private TestWorkflowEnvironment environment() {
        return Optional.ofNullable(environment).orElseThrow();
    }

    void start() {
        start(MailboxRun.first(id));
    }

    void start(MailboxRun run) {
        WorkflowClient.start(newStub()::run, run);
    }

    /** Starts as the API does, with both search attributes. */
    void startAs(String listedStatus) {
        WorkflowOptions options = WorkflowOptions.newBuilder(options())
                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.MAILBOX_STATUS, listedStatus)
                        .set(SearchAttributes.MAILKEEP_USER, userId.toString())
                        .build())
                .build();
        WorkflowClient.start(client().newWorkflowStub(MailboxWorkflow.class, options)::run, MailboxRun.first(id));
    }

    /** Starts, and waits for the first check and the steps that follow from it. */
    void startAndSettle() {
        start();
        pass(Duration.ofSeconds(5));
    }

    MailboxWorkflow newStub() {
        return client().newWorkflowStub(MailboxWorkflow.class, options());
    }

    WorkflowOptions options() {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.MAILKEEP)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
    }

    MailboxWorkflow stub() {
        return client().newWorkflowStub(MailboxWorkflow.class, workflowId);
    }

    /** What the Temporal UI uses: names, and any input that was typed. */
    WorkflowStub untyped() {
        return client().newUntypedWorkflowStub(workflowId);
    }

    /** Lets this much time pass for the workflow; on a busy machine the test server skips further before it stops. */
    void pass(Duration time) {
        passedUntil = now().plus(time);
        environment().sleep(time);
    }

    /** How often an activity was called until the end of the time that passed last. */
    long countUntilThen(String activity) {
        Instant end = Objects.requireNonNull(passedUntil);
        return outside().times(activity).stream().filter(at -> !at.isAfter(end)).count();
    }

    Instant now() {
        return Instant.ofEpochMilli(environment().currentTimeMillis());
    }

    MailboxSnapshot status() {
        return stub().status();
    }

    /** Waits in real time for something that skipping time does not bring about. */
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    void eventually(EventType type) {
        eventually(type.name(), () -> !events(type).isEmpty());
    }

    /** Reads the list, not the workflow: a query that crosses a workflow task takes the test server ten seconds. */
    void awaitStatus(MailboxStatus expected) {
        eventually("status " + expected, () -> expected.name().equals(listedStatus()));
    }

    void awaitEnd() {
        eventually(
                "the workflow ends",
                () -> executionStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    }

    WorkflowExecutionStatus executionStatus() {
        return untyped().describe().getStatus();
    }

    private boolean exists() {
        try {
            executionStatus();
            return true;
        } catch (RuntimeException notStarted) {
            return false;
        }
    }

    /** The status that lists of workflows show. */
    @Nullable
    String listedStatus() {
        return untyped().describe().getTypedSearchAttributes().get(SearchAttributes.MAILBOX_STATUS);
    }

    /** The latest run's history. */
    WorkflowExecutionHistory history() {
        return client().fetchHistory(workflowId);
    }

    /** The histories of all runs, the latest first. */
    List<WorkflowExecutionHistory> runs() {
        List<WorkflowExecutionHistory> runs = new ArrayList<>();
        String runId = "";
        do {
            WorkflowExecutionHistory run = client().fetchHistory(workflowId, runId.isEmpty() ? null : runId);
            runs.add(run);
            runId = run.getEvents()
                    .get(0)
                    .getWorkflowExecutionStartedEventAttributes()
                    .getContinuedExecutionRunId();
        } while (!runId.isEmpty());
        return runs;
    }

    List<HistoryEvent> events(EventType type) {
        return history().getEvents().stream()
                .filter(event -> event.getEventType() == type)
                .toList();
    }
}

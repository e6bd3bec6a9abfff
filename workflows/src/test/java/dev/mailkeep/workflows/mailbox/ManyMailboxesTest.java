package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.RunningMailbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.TaskQueues;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many mailboxes on one worker, whose sticky queue is reported to be backed up, as a real server would report it. */
class ManyMailboxesTest {

    private static final int FIRST = 10;
    private static final int LATER = 50;

    @Test
    void aNewMailboxIsCheckedHoweverBusyTheOthersAre() {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder()
                        .setGrpcClientInterceptors(List.of(new BackedUp()))
                        .build())
                .registerSearchAttribute("MailboxStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build())) {
            var outside = new FakeOutside(() -> Instant.ofEpochMilli(temporal.currentTimeMillis()));
            outside.tokenLife(Duration.ofDays(1));
            var worker = temporal.newWorker(
                    TaskQueues.MAILKEEP,
                    MailboxWorker.tuned(WorkerOptions.newBuilder()).build());
            worker.registerWorkflowImplementationTypes(MailboxWorkflowImpl.class);
            worker.registerActivitiesImplementations(outside);
            temporal.start();

            List<UUID> first = start(temporal, FIRST);
            eventually("each is checked", () -> first.stream().allMatch(id -> outside.checksOf(id) == 1));
            first.forEach(id -> temporal.getWorkflowClient()
                    .newWorkflowStub(MailboxWorkflow.class, MailboxWorkflow.idOf(id))
                    .checkNow());
            eventually("each is checked again", () -> first.stream().allMatch(id -> outside.checksOf(id) == 2));

            List<UUID> later = start(temporal, LATER);
            eventually("each new one is checked", () -> later.stream().allMatch(id -> outside.checksOf(id) == 1));
            temporal.sleep(Duration.ofHours(1).plusMinutes(1));

            assertThat(first).allSatisfy(id -> assertThat(outside.checksOf(id)).isEqualTo(2 + 12));
            assertThat(later).allSatisfy(id -> assertThat(outside.checksOf(id)).isEqualTo(1 + 12));
        }
    }

    private static List<UUID> start(TestWorkflowEnvironment temporal, int count) {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(count).toList();
        for (UUID id : ids) {
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId(MailboxWorkflow.idOf(id))
                    .setTaskQueue(TaskQueues.MAILKEEP)
                    .build();
            MailboxWorkflow stub = temporal.getWorkflowClient().newWorkflowStub(MailboxWorkflow.class, options);
            WorkflowClient.start(stub::run, MailboxRun.first(id));
        }
        return ids;
    }

    /** Says in each task of the sticky queue that a thousand more wait there. The test server itself does not count them. */
    private static final class BackedUp implements ClientInterceptor {

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
                MethodDescriptor<Q, A> method, CallOptions options, Channel channel) {
            return new SimpleForwardingClientCall<>(channel.newCall(method, options)) {
                private boolean sticky;

                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    super.start(
                            new SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onMessage(A answer) {
                                    super.onMessage(sticky ? backedUp(answer) : answer);
                                }
                            },
                            headers);
                }

                @Override
                public void sendMessage(Q request) {
                    sticky = request instanceof PollWorkflowTaskQueueRequest poll
                            && poll.getTaskQueue().getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY;
                    super.sendMessage(request);
                }
            };
        }

        @SuppressWarnings("unchecked")
        private static <A> A backedUp(A answer) {
            return answer instanceof PollWorkflowTaskQueueResponse task
                    ? (A) task.toBuilder().setBacklogCountHint(1_000).build()
                    : answer;
        }
    }
}

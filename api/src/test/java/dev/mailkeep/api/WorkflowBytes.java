package dev.mailkeep.api;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Temporal stores. */
final class WorkflowBytes {

    private WorkflowBytes() {}

    /**
     * The bytes of every event of every run of some workflows, and of what the list of workflows shows of them: not the JSON
     * that a person would be shown, in which payloads are encoded.
     *
     * @param idPrefix how the workflows' ids begin
     */
    static List<String> of(WorkflowClient client, String idPrefix) {
        List<String> texts = new ArrayList<>();
        for (WorkflowExecutionInfo run : runs(client)) {
            WorkflowExecution execution = run.getExecution();
            if (execution.getWorkflowId().startsWith(idPrefix)) {
                texts.add(run.toByteString().toString(StandardCharsets.ISO_8859_1));
                client.fetchHistory(execution.getWorkflowId(), execution.getRunId())
                        .getEvents()
                        .forEach(event -> texts.add(event.toByteString().toString(StandardCharsets.ISO_8859_1)));
            }
        }
        return texts;
    }

    private static List<WorkflowExecutionInfo> runs(WorkflowClient client) {
        WorkflowServiceBlockingStub service = client.getWorkflowServiceStubs().blockingStub();
        String namespace = client.getOptions().getNamespace();
        List<WorkflowExecutionInfo> runs = new ArrayList<>(OpenWorkflows.of(client));
        runs.addAll(service.listClosedWorkflowExecutions(ListClosedWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getExecutionsList());
        return runs;
    }
}

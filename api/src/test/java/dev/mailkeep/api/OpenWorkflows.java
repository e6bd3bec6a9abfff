package dev.mailkeep.api;

import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;

/** The workflows that have not ended. */
final class OpenWorkflows {

    private OpenWorkflows() {}

    static List<WorkflowExecutionInfo> of(WorkflowClient client) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build())
                .getExecutionsList();
    }

    static void terminate(WorkflowClient client) {
        for (WorkflowExecutionInfo open : of(client)) {
            try {
                client.newUntypedWorkflowStub(open.getExecution().getWorkflowId())
                        .terminate("the tests of the class are over");
            } catch (WorkflowNotFoundException endedByItself) {
                // Nothing is left to do.
            }
        }
    }
}

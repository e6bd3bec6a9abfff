package dev.mailkeep.api.temporal;

import io.temporal.client.WorkflowClient;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether Temporal answers; part of readiness under the name {@code temporal}. */
@Component
class TemporalHealthIndicator extends AbstractHealthIndicator {

    private final WorkflowClient client;

    TemporalHealthIndicator(WorkflowClient client) {
        super("Temporal does not answer");
        this.client = client;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        client.getWorkflowServiceStubs().healthCheck();
        builder.up();
    }
}

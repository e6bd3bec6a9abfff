package dev.mailkeep.api.health;

import dev.mailkeep.activities.google.OperatorFaults;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * What the operator must fix at Google: {@code operatorFaults} in the health and {@code mailkeep_operator_faults} in
 * the metrics. Not part of readiness, because the page still works and mailboxes only wait.
 */
@Component
class OperatorFaultsHealthIndicator extends AbstractHealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final OperatorFaults faults;

    OperatorFaultsHealthIndicator(OperatorFaults faults, MeterRegistry metrics) {
        this.faults = faults;
        Gauge.builder("mailkeep.operator.faults", faults, all -> all.open().size())
                .description("Faults in the set-up at Google that only the operator can fix; the log says which")
                .register(metrics);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(faults.open().isEmpty() ? Status.UP : DEGRADED);
        for (OperatorFaults.Open fault : faults.open()) {
            builder.withDetail(fault.code(), fault.remedy() + " (since " + fault.since() + ")");
        }
    }
}

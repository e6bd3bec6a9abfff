package dev.mailkeep.api.temporal;

import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether Temporal answers; part of readiness under the name {@code temporal}. A process that serves people stays ready
 * without Temporal and only reports it: it records what people ask for and delivers it later. A worker without Temporal
 * is of no use and is not ready.
 */
@Component
class TemporalHealthIndicator extends AbstractHealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final TemporalReach reach;
    private final Workers workers;
    private final Role role;

    TemporalHealthIndicator(TemporalReach reach, Workers workers, MailkeepSettings settings) {
        super("Temporal does not answer");
        this.reach = reach;
        this.workers = workers;
        this.role = settings.role();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<String> problem = reach.problem();
        if (problem.isPresent()) {
            builder.status(role == Role.WORKER ? Status.DOWN : DEGRADED)
                    .withDetail(
                            "problem",
                            "Temporal does not answer (" + problem.get()
                                    + "). Requests are accepted and delivered later; nothing is synced until then.");
        } else if (role == Role.WORKER && !workers.work()) {
            builder.down().withDetail("problem", "The worker has not started yet.");
        } else {
            builder.up();
        }
    }
}

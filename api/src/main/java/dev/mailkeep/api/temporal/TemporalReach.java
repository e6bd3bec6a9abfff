package dev.mailkeep.api.temporal;

import dev.mailkeep.api.health.Outages;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Whether Temporal can be reached, and what its failures mean. */
@Component
class TemporalReach {

    private static final Set<Status.Code> AWAY = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.CANCELLED);

    private final WorkflowClient client;
    private final Outages outages;
    private final FailedPolls polls;

    TemporalReach(WorkflowClient client, Outages outages, FailedPolls polls) {
        this.client = client;
        this.outages = outages;
        this.polls = polls;
    }

    /**
     * Asks Temporal.
     *
     * @return what failed; empty when Temporal answers
     */
    Optional<String> problem() {
        try {
            client.getWorkflowServiceStubs().healthCheck();
            outages.temporal().over();
            return Optional.empty();
        } catch (RuntimeException failed) {
            outages.temporal().met(code(failed));
            return Optional.of(code(failed));
        }
    }

    /** Whether a failed call means that Temporal is away; if so, notes the outage. */
    boolean isAway(RuntimeException failed) {
        StatusRuntimeException status = status(failed);
        if (status == null || !AWAY.contains(status.getStatus().getCode())) {
            return false;
        }
        outages.temporal().met(code(failed));
        return true;
    }

    /**
     * Asks Temporal while it is away, and when polls fail. A worker that has nothing else to do makes no other calls, so
     * the outage would not be logged.
     */
    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT10S")
    void askIfInDoubt() {
        if (polls.anySinceLastAsked() || outages.temporal().isOpen()) {
            problem();
        }
    }

    /** The code of a failure, the only part of it that may be logged. */
    static String code(RuntimeException failed) {
        StatusRuntimeException status = status(failed);
        return status == null
                ? failed.getClass().getSimpleName()
                : status.getStatus().getCode().name();
    }

    private static @Nullable StatusRuntimeException status(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return status;
            }
        }
        return null;
    }
}

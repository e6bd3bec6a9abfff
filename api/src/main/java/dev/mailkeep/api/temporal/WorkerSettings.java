package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.RefusedToStart;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * <pre>
 * mailkeep.worker:
 *   workflow-cache: 2000   # MAILKEEP_WORKFLOW_CACHE
 * </pre>
 *
 * @param workflowCache workflows that this process keeps in memory between two steps; the others are replayed from
 *     their history each time. On Java 17 each one occupies a thread
 */
@ConfigurationProperties("mailkeep.worker")
record WorkerSettings(int workflowCache) {

    WorkerSettings {
        if (workflowCache < 10 || workflowCache > 100_000) {
            throw new RefusedToStart("MAILKEEP_WORKFLOW_CACHE must be from 10 to 100000");
        }
    }
}

package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import dev.mailkeep.workflows.contract.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityInterface;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lets the workers poll, unless this process only serves pages or can't open the tokens that a step would need. Waits
 * for running activities before the process ends, because the Temporal starter only asks them to stop (sdk-java issue
 * 2026).
 */
@Component
class Workers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final long PATIENCE_SECONDS = 25;

    private final ObjectProvider<WorkerFactory> factory;
    private final ListableBeanFactory beans;
    private final TemporalReach reach;
    private final Role role;
    private final boolean mayWork;
    private volatile boolean running;
    private volatile boolean begun;
    private boolean registered;

    Workers(
            ObjectProvider<WorkerFactory> factory,
            ListableBeanFactory beans,
            TemporalReach reach,
            MailkeepSettings settings,
            KeysetCheck keyset) {
        this.factory = factory;
        this.beans = beans;
        this.reach = reach;
        this.role = settings.role();
        this.mayWork = role != Role.WEB && keyset.fits();
    }

    /**
     * Starts polling once Temporal can be reached. Temporal may be away when this process starts; requests of people
     * are accepted meanwhile.
     */
    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT5S")
    synchronized void poll() {
        if (!mayWork || !running || factory.getObject().isStarted()) {
            return;
        }
        registerActivities();
        try {
            factory.getObject().start();
        } catch (StatusRuntimeException failed) {
            if (!reach.isAway(failed)) {
                throw failed;
            }
            return;
        }
        begun = true;
        if (role == Role.WORKER) {
            log.info("Mailkeep's worker is ready.");
        }
    }

    /** Registers every bean that implements an activity interface, so that there is no list to maintain. */
    private void registerActivities() {
        if (!registered) {
            Object[] activities = beans.getBeansWithAnnotation(ActivityInterface.class)
                    .values()
                    .toArray();
            factory.getObject().getWorker(TaskQueues.MAILKEEP).registerActivitiesImplementations(activities);
            registered = true;
        }
    }

    /** Whether this process takes work from Temporal. */
    boolean work() {
        return begun && running;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        WorkerFactory workers = factory.getIfAvailable();
        if (workers == null || !workers.isStarted()) {
            return;
        }
        workers.shutdown();
        workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!workers.isTerminated()) {
            workers.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server has stopped taking requests, and before anything that activities need goes away. */
    @Override
    public int getPhase() {
        return 0;
    }
}

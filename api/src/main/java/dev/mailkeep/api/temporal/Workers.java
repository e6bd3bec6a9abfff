package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lets the workers poll, unless this process serves pages only or can't open the tokens that a step would need; and lets
 * running activities end before the process does, as the starter only asks them to (sdk-java issue 2026).
 */
@Component
class Workers implements SmartLifecycle {

    private static final long PATIENCE_SECONDS = 25;

    private final ObjectProvider<WorkerFactory> factory;
    private final boolean mayWork;
    private volatile boolean running;

    Workers(ObjectProvider<WorkerFactory> factory, MailkeepSettings settings, KeysetCheck keyset) {
        this.factory = factory;
        this.mayWork = settings.role() != Role.WEB && keyset.fits();
    }

    @EventListener(ApplicationReadyEvent.class)
    void poll() {
        if (mayWork) {
            factory.getObject().start();
        }
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

    /** After the web server has stopped taking requests, before anything that activities need goes away. */
    @Override
    public int getPhase() {
        return 0;
    }
}

package dev.mailkeep.api.temporal;

import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Lets running activities end before the process does; the starter only asks them to (sdk-java issue 2026). */
@Component
class WorkerShutdown implements SmartLifecycle {

    private static final long PATIENCE_SECONDS = 25;

    private final ObjectProvider<WorkerFactory> factory;
    private volatile boolean running;

    WorkerShutdown(ObjectProvider<WorkerFactory> factory) {
        this.factory = factory;
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

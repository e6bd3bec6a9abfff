package dev.mailkeep.api.health;

import dev.mailkeep.activities.Loggable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Logs a background task that fails in one line, without a stack trace. A failure of PostgreSQL is reported as an
 * outage instead.
 */
@Component
class BackgroundTasks implements ThreadPoolTaskSchedulerCustomizer {

    private static final Logger log = LoggerFactory.getLogger(BackgroundTasks.class);

    private final Outages outages;

    BackgroundTasks(Outages outages) {
        this.outages = outages;
    }

    @Override
    public void customize(ThreadPoolTaskScheduler scheduler) {
        scheduler.setErrorHandler(this::failed);
    }

    private void failed(Throwable failure) {
        if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            outages.database().met(failure.getClass().getSimpleName());
        } else {
            log.error("A task in the background failed: {} at {}", Loggable.types(failure), Loggable.place(failure));
        }
    }
}

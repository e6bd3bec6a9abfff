package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.activities.mailbox.SignsOfLife.Silent;
import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.api.health.Outages;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Delivers messages that workflows missed, and starts workflows that are missing. It runs every few minutes and handles
 * only mailboxes that have been silent for too long; when a process with an embedded Temporal starts, it handles all,
 * because that Temporal knows nothing yet. One process does it at a time. Losing all of Temporal costs a delay and
 * nothing else.
 */
@Component
class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** The number of the PostgreSQL lock; any number that is not in use elsewhere. */
    private static final long LOCK = 7881696737254275444L;

    private static final int PAGE = 500;

    /** At most twenty workflows start per second. */
    private static final Duration A_START = Duration.ofMillis(50);

    /** How long a workflow has to react before it is told again. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    private final SignsOfLife signs;
    private final MailboxWorkflows workflows;
    private final KeysetCheck keyset;
    private final TemporalReach temporal;
    private final Outages outages;
    private final TaskScheduler scheduler;
    private final AdvisoryLock lock;
    private final boolean embeddedTemporal;

    Reconciler(
            SignsOfLife signs,
            MailboxWorkflows workflows,
            KeysetCheck keyset,
            TemporalReach temporal,
            Outages outages,
            TaskScheduler scheduler,
            DataSource dataSource,
            @Value("${spring.temporal.test-server.enabled:false}") boolean embeddedTemporal) {
        this.signs = signs;
        this.workflows = workflows;
        this.keyset = keyset;
        this.temporal = temporal;
        this.outages = outages;
        this.scheduler = scheduler;
        this.lock = new AdvisoryLock(dataSource, LOCK);
        this.embeddedTemporal = embeddedTemporal;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        scheduler.schedule(() -> reconcile(embeddedTemporal), Instant.now());
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT2M")
    void reconcile() {
        reconcile(false);
    }

    private synchronized void reconcile(boolean all) {
        if (!keyset.fits()) {
            // A process that can't open the tokens must not start work on them.
            return;
        }
        try {
            lock.holding(() -> walk(all));
        } catch (SQLException | DataAccessException database) {
            outages.database().met(database.getClass().getSimpleName());
        }
    }

    /**
     * Goes through the silent mailboxes. If Temporal goes away meanwhile, the mailboxes told so far stay told, and the
     * next run handles the others.
     */
    private void walk(boolean all) {
        var told = new Told();
        @Nullable UUID after = null;
        List<Silent> page;
        do {
            page = signs.page(after, PAGE, all);
            for (Silent mailbox : page) {
                after = mailbox.mailboxId();
                try {
                    signs.told(mailbox.mailboxId(), tell(mailbox, all, told).plus(LEFT_ALONE));
                } catch (DataAccessException database) {
                    throw database;
                } catch (RuntimeException failed) {
                    if (temporal.isAway(failed)) {
                        return;
                    }
                    told.failed(mailbox, failed);
                }
            }
        } while (page.size() == PAGE);
        told.report();
    }

    /**
     * Tells a workflow what it missed, or starts it. After a loss of Temporal no workflow runs, so the starts are
     * spread over some time.
     *
     * @return the delay of the start
     */
    private Duration tell(Silent mailbox, boolean all, Told told) {
        var target = new Target(mailbox.mailboxId(), mailbox.userId());
        Long undelivered = mailbox.undelivered();
        if (undelivered != null) {
            workflows.tellCommand(target, kind(mailbox), undelivered);
            return Duration.ZERO;
        }
        if (mailbox.differs() && !all) {
            workflows.tellSettingsChanged(target);
            return Duration.ZERO;
        }
        Duration delay = A_START.multipliedBy(told.starts);
        if (workflows.start(target, delay)) {
            told.starts++;
            return delay;
        }
        if (!all) {
            // The workflow runs and is silent: it may act on something that the row has long revoked.
            workflows.tellSettingsChanged(target);
        }
        return Duration.ZERO;
    }

    private static Kind kind(Silent mailbox) {
        return switch (mailbox.desired()) {
            case PAUSE -> Kind.PAUSE;
            case DISCONNECT -> Kind.DISCONNECT;
            case RUN, GONE -> Kind.RESUME;
        };
    }

    /** The outcome of one run. */
    private static final class Told {

        private int starts;
        private int failures;
        private String example = "";

        void failed(Silent mailbox, RuntimeException failed) {
            failures++;
            example = mailbox.mailboxId() + ": " + TemporalReach.code(failed);
        }

        void report() {
            if (failures > 0) {
                log.warn("Temporal refused requests for {} mailboxes; the last was {}", failures, example);
            }
        }
    }
}

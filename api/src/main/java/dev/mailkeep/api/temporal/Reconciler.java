package dev.mailkeep.api.temporal;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Starts missing workflows and delivers commands that Temporal has not been told of; at start-up, after which the embedded
 * Temporal knows nothing, and every few minutes. Losing all of Temporal costs a delay and nothing else.
 */
@Component
class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** Twenty mailboxes a second begin. */
    private static final Duration A_START = Duration.ofMillis(50);

    private final JdbcClient jdbc;
    private final MailboxWorkflows workflows;
    private final KeysetCheck keyset;

    Reconciler(JdbcClient jdbc, MailboxWorkflows workflows, KeysetCheck keyset) {
        this.jdbc = jdbc;
        this.workflows = workflows;
        this.keyset = keyset;
    }

    private record Row(Target target, String desired, long commandVersion, long deliveredVersion) {}

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        reconcile();
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT2M")
    void reconcile() {
        if (!keyset.fits()) {
            // What this process could not open, it must not set in motion.
            return;
        }
        try {
            List<Row> rows = jdbc.sql("select id, user_id, desired, command_version, delivered_version from mailboxes")
                    .query((row, n) -> new Row(
                            new Target(row.getObject("id", UUID.class), row.getObject("user_id", UUID.class)),
                            row.getString("desired"),
                            row.getLong("command_version"),
                            row.getLong("delivered_version")))
                    .list();
            Duration spread = A_START.multipliedBy(rows.size());
            rows.forEach(row -> reconcile(row, spread));
        } catch (DataAccessException database) {
            log.warn("The reconciler could not use PostgreSQL and tries again in two minutes");
        }
    }

    /** After a loss of Temporal, or with the embedded one at every start, no workflow is there: they begin over some time. */
    private void reconcile(Row row, Duration spread) {
        if (row.deliveredVersion() >= row.commandVersion()) {
            workflows.start(
                    row.target(), Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread.toMillis())));
            return;
        }
        Kind kind = switch (row.desired()) {
            case "PAUSE" -> Kind.PAUSE;
            case "DISCONNECT" -> Kind.DISCONNECT;
            default -> Kind.RESUME;
        };
        workflows.command(row.target(), kind, row.commandVersion());
    }
}

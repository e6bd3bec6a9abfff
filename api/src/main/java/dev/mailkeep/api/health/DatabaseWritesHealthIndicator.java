package dev.mailkeep.api.health;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether PostgreSQL takes writes; part of readiness under the name {@code databaseWrites}. A server with a full disk,
 * or one that became a standby, still answers every query, so only a write finds out. The write is a table of a page or
 * two, which needs room on the disk and is dropped at once.
 */
@Component
class DatabaseWritesHealthIndicator extends AbstractHealthIndicator {

    /** Several probes ask every few seconds, so an answer is reused for this long. */
    private static final long KNOWN_FOR_NANOS = Duration.ofSeconds(5).toNanos();

    private static final String READ_ONLY = "25006";
    private static final String OUT_OF_RESOURCES = "53";
    private static final String NO_SUCH_RIGHT = "42501";

    private final JdbcClient jdbc;
    private final Outages outages;
    private @Nullable String problem;
    private long askedAt = System.nanoTime() - KNOWN_FOR_NANOS;

    DatabaseWritesHealthIndicator(JdbcClient jdbc, Outages outages) {
        this.jdbc = jdbc;
        this.outages = outages;
    }

    @Override
    protected synchronized void doHealthCheck(Health.Builder builder) {
        if (System.nanoTime() - askedAt >= KNOWN_FOR_NANOS) {
            problem = write();
            askedAt = System.nanoTime();
        }
        if (problem == null) {
            builder.up();
        } else {
            builder.down().withDetail("problem", problem);
        }
    }

    private @Nullable String write() {
        try {
            jdbc.sql("create temporary table write_check on commit drop as select repeat('mailkeep', 2048) as filler")
                    .update();
            outages.database().over();
            return null;
        } catch (DataAccessException failed) {
            String state = failed.getMostSpecificCause() instanceof SQLException sql && sql.getSQLState() != null
                    ? sql.getSQLState()
                    : "";
            if (state.equals(NO_SUCH_RIGHT)) {
                // The role may not create temporary tables, so this check knows nothing and reports nothing wrong.
                outages.database().over();
                return null;
            }
            outages.database().met(state.isEmpty() ? failed.getClass().getSimpleName() : state);
            if (state.equals(READ_ONLY)) {
                return "PostgreSQL is read-only";
            }
            return state.startsWith(OUT_OF_RESOURCES)
                    ? "PostgreSQL has no room: its disk is full, or another of its limits is reached (" + state + ")"
                    : "PostgreSQL can't be used";
        }
    }
}

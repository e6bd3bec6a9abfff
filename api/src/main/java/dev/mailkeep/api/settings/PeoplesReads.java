package dev.mailkeep.api.settings;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.RefusedToStart;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Database reads for people, on their own connections: however slow a search is, sessions, changes and syncing never
 * wait for it. No statement runs longer than {@code MAILKEEP_READING_TIME}, and none changes anything. Connections are
 * opened when they are needed.
 */
@Component
public class PeoplesReads implements DisposableBean {

    private static final int CONNECTIONS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration WAIT_FOR_A_CONNECTION = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final JdbcClient jdbc;

    PeoplesReads(
            JdbcConnectionDetails database,
            @Value("${mailkeep.reading-time}") Duration readingTime,
            MeterRegistry metrics) {
        if (readingTime.compareTo(Duration.ofMillis(100)) < 0 || readingTime.compareTo(LONGEST) > 0) {
            throw new RefusedToStart("MAILKEEP_READING_TIME must be from a tenth of a second to ten minutes");
        }
        var config = new HikariConfig();
        config.setPoolName("people");
        config.setJdbcUrl(database.getJdbcUrl());
        config.setUsername(database.getUsername());
        config.setPassword(database.getPassword());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_FOR_A_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        // Otherwise only statements in an explicit transaction would be read-only.
        config.addDataSourceProperty("readOnlyMode", "always");
        config.setConnectionInitSql("set statement_timeout = " + readingTime.toMillis());
        // PostgreSQL's error details quote the row, and the row is mail.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.setMetricRegistry(metrics);
        this.pool = new HikariDataSource(config);
        this.jdbc = JdbcClient.create(pool);
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    @Override
    public void destroy() {
        pool.close();
    }
}

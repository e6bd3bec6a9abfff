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
 * What people read of the database, on connections of its own: however slow their searches are, sessions, changes and the
 * syncing never wait for them. No statement takes longer than {@code MAILKEEP_READING_TIME}, and none changes anything. A
 * connection is opened when it is needed.
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
        // Else only what begins a transaction by itself is held to it.
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

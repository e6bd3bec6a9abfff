package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Connects a command to the database of a Mailkeep that runs in another process. Starts nothing and migrates nothing.
 */
public final class DatabaseAccess {

    private DatabaseAccess() {}

    static Path dataDirectory(Map<String, String> environment) {
        String directory = environment.getOrDefault("MAILKEEP_DATA_DIRECTORY", "");
        return Path.of(directory.isBlank() ? "data" : directory);
    }

    static boolean isEmbedded(Map<String, String> environment) {
        return environment.getOrDefault("DATABASE_URL", "").isBlank();
    }

    /**
     * One connection, not opened yet.
     *
     * @throws RefusedToStart when no database is configured or running
     */
    public static SingleConnectionDataSource of(Map<String, String> environment) {
        if (!isEmbedded(environment)) {
            JdbcConnectionDetails details = DatabaseConfiguration.parse(environment.getOrDefault("DATABASE_URL", ""));
            return connection(
                    details.getJdbcUrl(),
                    Objects.requireNonNull(details.getUsername()),
                    Objects.requireNonNull(details.getPassword()));
        }
        Path directory = dataDirectory(environment);
        EmbeddedPostgresServer.Running running = EmbeddedDatabase.running(directory)
                .orElseThrow(() -> new RefusedToStart("No Mailkeep runs on " + directory.toAbsolutePath()
                        + ", and its database only runs with it. Start it first, or set DATABASE_URL or"
                        + " MAILKEEP_DATA_DIRECTORY to the one you mean."));
        return connection(running.jdbcUrl(), running.username(), running.password());
    }

    private static SingleConnectionDataSource connection(String url, String user, String password) {
        var one = new SingleConnectionDataSource(url, user, password, true);
        var properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        // PostgreSQL's error details quote rows.
        properties.setProperty("logServerErrorDetail", "false");
        one.setConnectionProperties(properties);
        return one;
    }
}

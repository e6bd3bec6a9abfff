package dev.mailkeep.api.health;

import dev.mailkeep.activities.outage.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The services that this process can't do without, and whether each can be reached. */
@Component
public class Outages {

    private static final Logger log = LoggerFactory.getLogger(Outages.class);
    private static final int PATIENCE_SECONDS = 2;

    private final Outage temporal = new Outage(
            log,
            "Temporal",
            "Requests are accepted and delivered later; nothing is synced until then",
            System::nanoTime);
    private final Outage database;
    private final DataSource dataSource;

    Outages(Outage database, DataSource dataSource) {
        this.database = database;
        this.dataSource = dataSource;
    }

    public Outage temporal() {
        return temporal;
    }

    public Outage database() {
        return database;
    }

    /**
     * Asks PostgreSQL regularly during an outage, so that the end of the outage is logged even when no request comes.
     */
    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT10S")
    void seeWhetherPostgresIsBack() {
        if (!database.isOpen()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            if (connection.isValid(PATIENCE_SECONDS)) {
                database.over();
            }
        } catch (SQLException away) {
            database.met(String.valueOf(away.getSQLState()));
        }
    }
}

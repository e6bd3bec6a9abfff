package dev.mailkeep.api.web;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.session.BrowserSessions;
import dev.mailkeep.api.health.Outages;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Listens to PostgreSQL for changes of all processes, and passes them to the open streams of this one. */
@Component
class ChangeListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);
    private static final int WAIT_MILLIS = 500;
    private static final long RETRY_MILLIS = 2_000;

    private final DataSource dataSource;
    private final LiveEvents events;
    private final Outages outages;
    private volatile boolean running;

    ChangeListener(DataSource dataSource, LiveEvents events, Outages outages) {
        this.dataSource = dataSource;
        this.events = events;
        this.outages = outages;
    }

    @Override
    public void start() {
        running = true;
        var thread = new Thread(this::listen, "change-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (running) {
            boolean connected = false;
            try (Connection connection = dataSource.getConnection()) {
                connected = true;
                hear(connection);
            } catch (SQLException | DataAccessException lost) {
                if (connected) {
                    log.info("Live events stop until PostgreSQL can be used again");
                } else {
                    outages.database().met(lost.getClass().getSimpleName());
                }
                pause();
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + ChangeFeed.CHANNEL);
            statement.execute("listen " + BrowserSessions.ENDED_CHANNEL);
        }
        events.catchUp();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try {
            while (running) {
                PGNotification[] notifications = postgres.getNotifications(WAIT_MILLIS);
                if (notifications != null) {
                    for (PGNotification notification : notifications) {
                        pass(notification.getName(), notification.getParameter());
                    }
                }
            }
        } finally {
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            }
        }
    }

    private void pass(String channel, String payload) {
        if (channel.equals(BrowserSessions.ENDED_CHANNEL)) {
            events.sessionEnded(UUID.fromString(payload));
            return;
        }
        String[] parts = payload.split(" ", 3);
        if (parts.length == 3) {
            events.announce(UUID.fromString(parts[0]), parts[1], ChangeFeed.Kind.valueOf(parts[2]));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

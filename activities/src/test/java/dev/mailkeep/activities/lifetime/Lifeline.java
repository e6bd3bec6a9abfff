package dev.mailkeep.activities.lifetime;

import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.fixture.GmailWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of a process to PostgreSQL and to Gmail. When they are cut, the process is as dead as after
 * {@code kill -9}: its sockets close, PostgreSQL rolls back what was not committed, and nothing that its threads still do
 * has an effect. A cut happens at a chosen moment. Moments are counted: before each statement, before and after each
 * commit (so that its outcome stays unknown), and when an answer of Gmail arrives.
 */
final class Lifeline implements AutoCloseable {

    private enum Cut {
        NONE,
        /** The process dies. */
        ALL,
        /** PostgreSQL ends its connections (a restart, a failover); the process lives. */
        DATABASE
    }

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final JdbcClient administrator;
    private final HikariDataSource pool = new HikariDataSource();
    private Cut next = Cut.NONE;
    private int moments;
    private volatile boolean dead;

    Lifeline(DataSource database) {
        administrator = JdbcClient.create(database);
        pool.setJdbcUrl(((HikariDataSource) database).getJdbcUrl());
        pool.addDataSourceProperty("ApplicationName", "mailkeep");
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(5_000);
    }

    /** The connections of the process to its database. */
    DataSource database() {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                pulse();
                Connection real = super.getConnection();
                open.add(real);
                return watched(real);
            }
        };
    }

    /** Lets Gmail's answers arrive while the process lives. */
    void hold(GmailWire wire) {
        wire.rewrite(exchange -> true, answer -> {
            if (!beat()) {
                throw new UncheckedIOException(new IOException("the process is dead"));
            }
            return answer;
        });
    }

    /** The process dies after a number of moments, unless its step is over by then. */
    synchronized void dieAfter(int momentsFromNow) {
        next = Cut.ALL;
        moments = momentsFromNow;
    }

    /** PostgreSQL ends the connections after a number of moments. */
    synchronized void loseDatabaseAfter(int momentsFromNow) {
        next = Cut.DATABASE;
        moments = momentsFromNow;
    }

    boolean dead() {
        return dead;
    }

    /** Starts a new process. Returns whether the old one had died. */
    synchronized boolean restore() {
        boolean died = dead;
        next = Cut.NONE;
        dead = false;
        return died;
    }

    private void pulse() throws SQLException {
        if (!beat()) {
            throw new SQLNonTransientConnectionException("The process is dead", "08003");
        }
    }

    /** Counts a moment. Returns false when the process is dead. */
    private synchronized boolean beat() {
        if (!dead && next != Cut.NONE && moments-- <= 0) {
            Cut now = next;
            next = Cut.NONE;
            if (now == Cut.ALL) {
                dead = true;
                open.forEach(Lifeline::cut);
            } else {
                administrator.sql("""
                                select count(pg_terminate_backend(pid)) from pg_stat_activity
                                where datname = current_database() and application_name = 'mailkeep'
                                """).query(Integer.class).single();
            }
        }
        return !dead;
    }

    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private Connection watched(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Lifeline.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    boolean commit = name.equals("commit");
                    if (commit || name.equals("prepareStatement") || name.equals("createStatement")) {
                        pulse();
                    } else if (name.equals("close")) {
                        open.remove(real);
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (commit) {
                            pulse();
                        }
                        return result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }

    @Override
    public void close() {
        pool.close();
    }
}

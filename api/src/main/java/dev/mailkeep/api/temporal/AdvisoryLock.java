package dev.mailkeep.api.temporal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Lets one process at a time do some work, by a PostgreSQL lock that ends with its connection. The lock does not belong
 * to a transaction, because that would stay open for as long as the work takes, and a long transaction holds up
 * PostgreSQL's vacuum.
 */
final class AdvisoryLock {

    private final DataSource dataSource;
    private final long key;

    AdvisoryLock(DataSource dataSource, long key) {
        this.dataSource = dataSource;
        this.key = key;
    }

    /**
     * Does the work, unless another process is doing it.
     *
     * @return whether this process did it
     * @throws SQLException when PostgreSQL can't be used
     */
    boolean holding(Runnable work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(?)")) {
                return false;
            }
            try {
                work.run();
            } finally {
                ask(connection, "select pg_advisory_unlock(?)");
            }
            return true;
        }
    }

    private boolean ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}

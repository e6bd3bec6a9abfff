package dev.mailkeep.api.temporal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Lets one process at a time do something, by a lock of PostgreSQL's that ends with its connection. No transaction is open
 * meanwhile: what it would keep alive, a long one holds up.
 */
final class AdvisoryLock {

    private final DataSource dataSource;
    private final long key;

    AdvisoryLock(DataSource dataSource, long key) {
        this.dataSource = dataSource;
        this.key = key;
    }

    /**
     * Does the work, unless another process is at it.
     *
     * @return whether it was done here
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

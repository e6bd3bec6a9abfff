package dev.mailkeep.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks the server over a connection of its own. */
final class Sql {

    private Sql() {}

    static List<String> query(EmbeddedPostgresServer server, String sql) throws SQLException {
        return query(server.jdbcUrl(), server.password(), sql);
    }

    /** The first column of the last of the statements. */
    static List<String> query(String url, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "shop", password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getUpdateCount() != -1) {
                statement.getMoreResults();
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }
}

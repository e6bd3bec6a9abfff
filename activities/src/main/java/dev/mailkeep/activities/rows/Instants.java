package dev.mailkeep.activities.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times in columns of type {@code timestamptz}, which PostgreSQL's driver reads and writes as {@link Timestamp}. */
public final class Instants {

    private Instants() {}

    /** The time in a column; null where the column is null. */
    public static @Nullable Instant of(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** A time as a parameter; null for null. */
    public static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}

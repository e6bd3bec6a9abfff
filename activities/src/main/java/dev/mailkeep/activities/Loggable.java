package dev.mailkeep.activities;

import java.sql.SQLException;
import java.util.Arrays;

/** What may be logged of a failure: never its message, which may hold what Google, PostgreSQL or a person said. */
public final class Loggable {

    private static final int LONGEST = 500;
    private static final int FRAMES = 8;

    private Loggable() {}

    /** The types of a failure and of its causes, and the states of SQL. */
    public static String types(Throwable failure) {
        var types = new StringBuilder();
        for (Throwable t = failure; t != null && types.length() < LONGEST; t = t.getCause()) {
            types.append(types.isEmpty() ? "" : " < ").append(t.getClass().getSimpleName());
            if (t instanceof SQLException sql) {
                types.append('(').append(sql.getSQLState()).append(')');
            }
        }
        return types.toString();
    }

    /** Where in the code it happened. */
    public static String place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace()).limit(FRAMES).toList().toString();
    }
}

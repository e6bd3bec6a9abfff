package dev.mailkeep.activities.outage;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Tells whether a failure of PostgreSQL concerns the server or only the statement. */
public final class DatabaseFailure {

    private static final String OUT_OF_TIME = "57014";

    /**
     * Classes of SQLSTATE that concern the server or the connection to it, and not the statement (PostgreSQL's manual,
     * appendix A).
     */
    private static final Set<String> ABOUT_THE_SERVER = Set.of("08", "25", "53", "57", "58");

    private DatabaseFailure() {}

    /** The SQLSTATE of a failure or of its causes: five characters. */
    public static Optional<String> state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5) {
                return Optional.of(sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    /** Why PostgreSQL can't be used, as a code or a word; empty when the failure does not mean that. */
    public static Optional<String> outage(Throwable failure) {
        String state = state(failure).orElse(failure.getClass().getSimpleName());
        boolean known = state(failure).isPresent();
        boolean away = !known || (ABOUT_THE_SERVER.contains(state.substring(0, 2)) && !state.equals(OUT_OF_TIME));
        return away ? Optional.of(state) : Optional.empty();
    }
}

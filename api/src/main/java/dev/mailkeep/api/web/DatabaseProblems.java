package dev.mailkeep.api.web;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** What it means for a person when PostgreSQL does not do as asked. */
final class DatabaseProblems {

    private static final Logger log = LoggerFactory.getLogger(DatabaseProblems.class);
    private static final String READ_ONLY = "25006";
    private static final String OUT_OF_ROOM = "53100";

    private DatabaseProblems() {}

    static Problem of(Exception failure) {
        String state = state(failure);
        log.warn("A request failed on PostgreSQL: {} {}", failure.getClass().getSimpleName(), state);
        if (state.equals(READ_ONLY) || state.equals(OUT_OF_ROOM)) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "database-unavailable",
                    "The database takes no changes just now",
                    "Mailkeep's database is full or read-only. Nothing is lost, and no new mail is kept until whoever runs"
                            + " this Mailkeep has mended it.",
                    NextAction.retry());
        }
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database can't be used just now",
                "Mailkeep's database does not answer. Nothing is lost; try again in a moment.",
                NextAction.retry());
    }

    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "-";
    }
}

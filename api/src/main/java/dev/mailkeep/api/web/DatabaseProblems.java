package dev.mailkeep.api.web;

import dev.mailkeep.activities.outage.DatabaseFailure;
import dev.mailkeep.api.health.Outages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The problem that a person sees when PostgreSQL fails. An outage, or a database that takes no changes, is logged once
 * and not for each request.
 */
@Component
class DatabaseProblems {

    private static final Logger log = LoggerFactory.getLogger(DatabaseProblems.class);
    private static final String UNKNOWN = "-";
    private static final String READ_ONLY = "25006";
    private static final String OUT_OF_ROOM = "53100";
    private static final String OUT_OF_TIME = "57014";

    /** SQLSTATE class 22: a value that PostgreSQL can't take, such as a NUL or a date out of range. */
    private static final String NO_VALUE = "22";

    private final Outages outages;

    DatabaseProblems(Outages outages) {
        this.outages = outages;
    }

    Problem of(Exception failure) {
        String state = DatabaseFailure.state(failure).orElse(UNKNOWN);
        if (state.startsWith(NO_VALUE)) {
            return Problem.notPossible();
        }
        if (state.equals(OUT_OF_TIME)) {
            log.warn("PostgreSQL took too long to answer a request, so the request was cancelled");
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "took-too-long",
                    "That took too long",
                    "The database took too long, so the request was cancelled. Ask for less: one sender, or a shorter"
                            + " period.",
                    NextAction.retry());
        }
        DatabaseFailure.outage(failure)
                .ifPresentOrElse(
                        outages.database()::met,
                        () -> log.warn(
                                "A request failed on PostgreSQL: {} {}",
                                failure.getClass().getSimpleName(),
                                state));
        if (state.equals(READ_ONLY) || state.equals(OUT_OF_ROOM)) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "database-unavailable",
                    "The database can't save changes right now",
                    "Mailkeep's database is full or read-only. Nothing is lost, but no new mail is saved until its"
                            + " operator has fixed that.",
                    NextAction.retry());
        }
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database can't be used right now",
                "Mailkeep's database does not answer. Nothing is lost; try again in a moment.",
                NextAction.retry());
    }
}

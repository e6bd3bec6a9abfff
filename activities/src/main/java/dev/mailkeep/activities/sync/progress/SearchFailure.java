package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.util.function.Function;

/**
 * Gmail failed at one call, which need not mean anything for other calls. A failure to get an access token is not a
 * search failure.
 */
public final class SearchFailure extends RuntimeException {

    private final String failureType;

    private SearchFailure(GoogleFailure failure) {
        super(failure.getMessage());
        failureType = failure instanceof GoogleFailure.Forbidden
                ? FailureTypes.GMAIL_REFUSES
                : FailureTypes.GOOGLE_UNAVAILABLE;
    }

    /** The failure type that {@link SearchFailures} stores. */
    public String failureType() {
        return failureType;
    }

    /**
     * Wraps a request whose failure concerns only itself. Failures that concern the mailbox, its grant, its quota or
     * the deployment pass through unchanged, and so does the refusal of a request as wrong.
     */
    public static <T> Function<Caller, T> alone(Function<Caller, T> request) {
        return caller -> {
            try {
                return request.apply(caller);
            } catch (GoogleFailure.Unavailable | GoogleFailure.Forbidden | GoogleFailure.NotFound failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new Stopped();
                }
                throw new SearchFailure(failure);
            }
        };
    }

    /** Gmail repeats a page token, so the pages would never end. */
    public static SearchFailure endless() {
        return new SearchFailure(new GoogleFailure.Unavailable("Gmail's list repeats a page token"));
    }

    /** Gmail refuses the request as wrong. */
    public static SearchFailure of(GoogleFailure.BadRequest refused) {
        return new SearchFailure(refused);
    }
}

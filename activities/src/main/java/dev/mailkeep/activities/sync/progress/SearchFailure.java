package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.util.function.Function;

/** Gmail fails at one call, which need not mean anything for the others. That no token can be had is no setback. */
public final class SearchFailure extends RuntimeException {

    private final String trouble;

    private SearchFailure(GoogleFailure failure) {
        super(failure.getMessage());
        trouble = failure instanceof GoogleFailure.Forbidden
                ? FailureTypes.GMAIL_REFUSES
                : FailureTypes.GOOGLE_UNAVAILABLE;
    }

    /** What it is called in {@link SearchFailures}. */
    public String trouble() {
        return trouble;
    }

    /**
     * A request whose failure is its own. What says something of the mailbox, its grant, its quota or the deployment, and a
     * request that is refused as wrong, come through as they are.
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

    /** Pages that go round in circles. */
    public static SearchFailure endless() {
        return new SearchFailure(new GoogleFailure.Unavailable("Gmail's list goes round in circles"));
    }

    /** A request that Gmail refuses as wrong. */
    public static SearchFailure of(GoogleFailure.BadRequest refused) {
        return new SearchFailure(refused);
    }
}

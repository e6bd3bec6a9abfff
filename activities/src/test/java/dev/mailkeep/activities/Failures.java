package dev.mailkeep.activities;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What Temporal is told when an activity fails. */
public final class Failures {

    private Failures() {}

    public static ApplicationFailure of(ThrowingCallable activity) {
        Throwable thrown = catchThrowable(activity);
        if (thrown instanceof ActivityFailure failure && failure.getCause() instanceof ApplicationFailure application) {
            return application;
        }
        throw new AssertionError("Not the failure of an activity: " + thrown, thrown);
    }
}

package dev.mailkeep.activities.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after Google asked to slow down. Google's time is obeyed only within bounds: a broken clock must not
 * stop a mailbox.
 */
public final class Backoff {

    private Backoff() {}

    /**
     * How long Google asked to wait.
     *
     * @param until {@link GoogleFailure.Throttled#until()}
     * @return empty when Google named no time, or one in the past
     */
    public static Optional<Duration> asked(@Nullable Instant until) {
        return Optional.ofNullable(until)
                .map(time -> Duration.between(Instant.now(), time))
                .filter(wait -> !wait.isNegative());
    }

    /**
     * How long to wait, within bounds.
     *
     * @param usual the wait if Google named no time, or one in the past
     * @param longest the longest wait
     */
    public static Duration asked(@Nullable Instant until, Duration usual, Duration longest) {
        Duration wait = asked(until).orElse(usual);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}

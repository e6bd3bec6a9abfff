package dev.mailkeep.activities.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long to wait after Google asked to slow down. Its word is taken within bounds: a broken clock must not stop a mailbox. */
public final class Backoff {

    private Backoff() {}

    /**
     * How long Google asked to wait.
     *
     * @param until {@link GoogleFailure.Throttled#until()}
     * @return empty when Google named no time, or one that is over
     */
    public static Optional<Duration> asked(@Nullable Instant until) {
        return Optional.ofNullable(until)
                .map(time -> Duration.between(Instant.now(), time))
                .filter(wait -> !wait.isNegative());
    }

    /**
     * The same within bounds.
     *
     * @param usual where Google named no time that helps
     * @param longest at most so long
     */
    public static Duration asked(@Nullable Instant until, Duration usual, Duration longest) {
        Duration wait = asked(until).orElse(usual);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}

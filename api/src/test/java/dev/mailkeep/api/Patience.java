package dev.mailkeep.api;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Waits for what a test expects. The deadline only ends a test that would never end; it promises nothing. */
public final class Patience {

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Duration LONGER_THAN_AN_INTERVAL = Duration.ofSeconds(12);

    private Patience() {}

    /** Asks again until the assertions hold. */
    public static void eventually(ThrowingRunnable assertions) {
        patiently().untilAsserted(assertions);
    }

    /** The assertions must hold for longer than the interval at which a mailbox that is not idle checks. */
    public static void holds(ThrowingRunnable assertions) {
        holds(LONGER_THAN_AN_INTERVAL, assertions);
    }

    /** The assertions must hold all the time. */
    public static void holds(Duration time, ThrowingRunnable assertions) {
        patiently().during(time).untilAsserted(assertions);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                // A test may have closed the connection itself: the server's, or one that the pool hands out again.
                .ignoreExceptionsMatching(failure -> failure instanceof UncheckedIOException
                        || failure instanceof DataAccessResourceFailureException)
                .atMost(DEADLINE);
    }
}

package dev.mailkeep.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for what takes the time it takes, but not for ever. */
final class Patience {

    private Patience() {}

    /**
     * Asks again until it is so.
     *
     * @param what is waited for, for the failure
     * @throws IllegalStateException when it takes longer
     */
    static void until(String what, Duration longest, Duration pollInterval, Callable<Boolean> so) throws Exception {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!so.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not within " + longest + ": " + what);
            }
            Thread.sleep(pollInterval.toMillis());
        }
    }
}

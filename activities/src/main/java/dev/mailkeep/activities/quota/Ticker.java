package dev.mailkeep.activities.quota;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Time as it passes for the budget. */
interface Ticker {

    /** The machine's own. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void await(Condition condition, long nanos) throws InterruptedException {
            boolean ignored = condition.await(nanos, TimeUnit.NANOSECONDS);
        }
    };

    /** Nanoseconds since some instant. */
    long nanos();

    /** Waits for a signal, or until so much time has passed. */
    void await(Condition condition, long nanos) throws InterruptedException;
}

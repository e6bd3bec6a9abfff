package dev.mailkeep.activities.quota;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The clock of the budget. */
interface Ticker {

    /** The machine's own clock. */
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

    /** Waits for a signal, or for this many nanoseconds. */
    void await(Condition condition, long nanos) throws InterruptedException;
}

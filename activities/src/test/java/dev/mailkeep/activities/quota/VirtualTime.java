package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** Time that passes at once when a caller waits for it. */
final class VirtualTime implements Ticker {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void await(Condition condition, long wait) {
        nanos.addAndGet(wait);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets callers through a limit one after the other: the urgent ones first, and otherwise in the order in which they came. */
final class QuotaGate {

    /** A wait longer than this is given back to the caller instead of holding its thread. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The limit; called under the gate's lock only. */
    interface Limit {

        /** The answer while only another event, and not time, makes room. */
        long UNKNOWN = Long.MAX_VALUE;

        /** Nanoseconds until so many units may be used: 0 for now, or {@link #UNKNOWN}. */
        long delay(int units, Urgency urgency, long now);

        /** Takes them. */
        void take(int units, long now);
    }

    private record Waiting(Urgency urgency, long number, Condition turn) {}

    private final Lock lock = new ReentrantLock();
    private final PriorityQueue<Waiting> queue =
            new PriorityQueue<>(Comparator.comparing(Waiting::urgency).thenComparing(Waiting::number));
    private final Limit limit;
    private final Ticker ticker;
    private long count;

    QuotaGate(Limit limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
    }

    /**
     * Waits for the caller's turn and takes the units.
     *
     * @throws QuotaExhausted when that would take more than ten seconds; nothing is taken then
     */
    void pass(int units, Urgency urgency) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var me = new Waiting(urgency, count++, lock.newCondition());
            queue.add(me);
            try {
                awaitTurn(me, units);
                limit.take(units, ticker.nanos());
            } finally {
                queue.remove(me);
                callNext();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Waiting me, int units) throws InterruptedException {
        long deadline = ticker.nanos() + LONGEST_WAIT.toNanos();
        while (true) {
            long now = ticker.nanos();
            boolean first = queue.peek() == me;
            long delay = first ? limit.delay(units, me.urgency(), now) : Limit.UNKNOWN;
            if (delay == 0) {
                return;
            }
            long patience = deadline - now;
            if (delay != Limit.UNKNOWN && delay > patience) {
                throw new QuotaExhausted(Duration.ofNanos(delay));
            }
            if (patience <= 0) {
                // Behind others: they do not all have to come back in the same instant.
                throw new QuotaExhausted(
                        Duration.ofMillis(2_000 + ThreadLocalRandom.current().nextLong(3_000)));
            }
            ticker.await(me.turn(), Math.min(delay, patience));
        }
    }

    /** Changes something about the limit. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            callNext();
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        Waiting next = queue.peek();
        if (next != null) {
            next.turn().signal();
        }
    }
}

package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets callers through a limit one after the other: urgent ones first, otherwise in the order of their arrival. */
final class QuotaGate {

    /**
     * The longest wait. A caller that would have to wait longer gets an exception instead, so that it does not occupy
     * its thread.
     */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The limit; called under the gate's lock only. */
    interface Limit {

        /** The delay when time alone makes no room, and another event has to. */
        long UNKNOWN = Long.MAX_VALUE;

        /** Nanoseconds until this many units may be used: 0 for now, or {@link #UNKNOWN}. */
        long delay(int units, Urgency urgency, long now);

        /** Takes the units. */
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
     * @throws QuotaExhausted when the wait would take more than ten seconds; no units are taken then
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
                // The caller waits behind others. Jitter: they must not all come back in the same instant.
                throw new QuotaExhausted(
                        Duration.ofMillis(2_000 + ThreadLocalRandom.current().nextLong(3_000)));
            }
            ticker.await(me.turn(), Math.min(delay, patience));
        }
    }

    /** Changes the limit under the gate's lock, and lets the next caller check it again. */
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

package dev.mailkeep.simulator.behaviour;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records the calls. The last 100,000 are kept in full; the counts cover all calls. */
public final class CallLog {

    private static final int KEPT = 100_000;

    /**
     * One call, once it is answered.
     *
     * @param at when it arrived, on the simulator's clock
     * @param method "authorize", "token", "revoke", "certs", "riscConfiguration", "profile", "list", "get" or
     *     "history"
     * @param account the caller's address, if a valid token or code identifies it
     * @param units what the call cost; 0 when it was refused or faulted
     * @param status the HTTP status; 0 when the connection was dropped
     */
    public record Call(Instant at, String method, @Nullable String account, int units, int status) {}

    private final Deque<Call> calls = new ArrayDeque<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Map<String, Integer> peaks = new HashMap<>();
    private long units;
    private long rejected;

    CallLog() {}

    /** In the order in which they were answered. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How often that method was called, refused calls included. */
    public synchronized long count(String method) {
        return counts.getOrDefault(method, 0L);
    }

    /** All units spent. */
    public synchronized long units() {
        return units;
    }

    /** Calls that the quota or the limit on concurrency refused; injected faults do not count. */
    public synchronized long rejected() {
        return rejected;
    }

    /** The highest number of Gmail calls of that account that were under way at the same time. */
    public synchronized int peakConcurrency(String account) {
        return peaks.getOrDefault(account, 0);
    }

    /** Forgets everything counted so far. */
    public synchronized void reset() {
        calls.clear();
        counts.clear();
        peaks.clear();
        units = 0;
        rejected = 0;
    }

    /** How often each method was called, refused calls included. */
    public synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Returns how many calls are under way, including this one. */
    synchronized int enter(String account) {
        int now = inFlight.merge(account, 1, Integer::sum);
        peaks.merge(account, now, Math::max);
        return now;
    }

    synchronized void leave(String account) {
        inFlight.merge(account, -1, Integer::sum);
    }

    synchronized void add(Call call, boolean refused) {
        calls.addLast(call);
        if (calls.size() > KEPT) {
            calls.removeFirst();
        }
        counts.merge(call.method(), 1L, Long::sum);
        units += call.units();
        if (refused) {
            rejected++;
        }
    }
}

package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * What was spent within a minute, as Google can have counted it. Google counts a call when it arrives, which is some time
 * between its beginning and its end here; so a call counts from its beginning until a minute after its end, and no minute
 * of Google's can hold more than this one does.
 */
final class Window {

    /** Google's minute, and a little for clocks that do not run at the same speed. */
    static final long MINUTE = Duration.ofMillis(60_020).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Units that count until then. */
    private record Spent(long freeAt, int units, boolean elsewhere) {}

    private Deque<Spent> ended = new ArrayDeque<>();
    private long sum;

    /** A call begins. */
    void begin(int units) {
        sum += units;
    }

    /** It has ended. */
    void end(int units, long now) {
        ended.addLast(new Spent(now + MINUTE, units, false));
    }

    /** It was not made after all. */
    void cancel(int units) {
        sum -= units;
    }

    /** Nanoseconds until so many units more fit; {@link QuotaGate.Limit#UNKNOWN} when calls have to end first. */
    long delay(int units, long limit, long now) {
        forget(now);
        long excess = sum + units - limit;
        // A call that is larger than the limit may go alone; it would never fit.
        if (excess <= 0 || sum == 0) {
            return 0;
        }
        long left = sum;
        for (Spent spent : ended) {
            excess -= spent.units();
            left -= spent.units();
            if (excess <= 0 || left == 0) {
                return spent.freeAt() - now;
            }
        }
        return QuotaGate.Limit.UNKNOWN;
    }

    private void forget(long now) {
        while (!ended.isEmpty() && ended.getFirst().freeAt() <= now) {
            sum -= ended.removeFirst().units();
        }
    }

    /** What was spent here, second by second, the last one first. */
    int[] seconds(long now) {
        forget(now);
        var seconds = new int[60];
        for (Spent spent : ended) {
            if (!spent.elsewhere()) {
                long age = (now - (spent.freeAt() - MINUTE)) / SECOND;
                seconds[(int) Math.max(0, Math.min(59, age))] += spent.units();
            }
        }
        return seconds;
    }

    /** Takes what other processes have spent for the whole of what they have. */
    void replaceUsageOfOthers(List<UsageOfOtherProcess> others, long now) {
        forget(now);
        var all = new ArrayList<Spent>();
        for (Spent spent : ended) {
            if (spent.elsewhere()) {
                sum -= spent.units();
            } else {
                all.add(spent);
            }
        }
        for (UsageOfOtherProcess other : others) {
            for (int second = 0; second < other.seconds().length; second++) {
                int units = other.seconds()[second];
                long freeAt = now - other.age() - second * SECOND + MINUTE;
                if (units > 0 && freeAt > now) {
                    all.add(new Spent(freeAt, units, true));
                    sum += units;
                }
            }
        }
        all.sort(Comparator.comparingLong(Spent::freeAt));
        ended = new ArrayDeque<>(all);
    }
}

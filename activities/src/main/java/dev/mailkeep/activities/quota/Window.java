package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * What was spent within a minute, as Google may have counted it. Google counts a call when it arrives, at some time
 * between its beginning and its end here. So here a call counts from its beginning until a minute after its end, and no
 * minute of Google's can contain more than this window does.
 */
final class Window {

    /** Google's minute, and a little more for clocks that run at different speeds. */
    static final long MINUTE = Duration.ofMillis(60_020).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Units that count until {@code freeAt}. */
    private record Spent(long freeAt, int units, boolean elsewhere) {}

    private Deque<Spent> ended = new ArrayDeque<>();
    private long sum;

    /** Counts a call that begins. */
    void begin(int units) {
        sum += units;
    }

    /** Notes that a call has ended. */
    void end(int units, long now) {
        ended.addLast(new Spent(now + MINUTE, units, false));
    }

    /** Takes back a call that was not made after all. */
    void cancel(int units) {
        sum -= units;
    }

    /** Nanoseconds until this many more units fit; {@link QuotaGate.Limit#UNKNOWN} when calls have to end first. */
    long delay(int units, long limit, long now) {
        forget(now);
        long excess = sum + units - limit;
        // A call that is larger than the limit may run alone, because it would never fit.
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

    /** What this process spent, second by second, the latest second first. */
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

    /** Replaces what is known of other processes' spending. */
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

package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When calls arrived at Google, which counts them over a sliding minute. */
final class Arrivals {

    private record Arrival(long at, int units) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    void add(long at, int units) {
        arrivals.add(new Arrival(at, units));
    }

    /** The most units that any span of this length holds. */
    long most(Duration span) {
        var sorted = new ArrayList<>(arrivals);
        sorted.sort(Comparator.comparingLong(Arrival::at));
        long most = 0;
        long sum = 0;
        int start = 0;
        for (Arrival last : sorted) {
            sum += last.units();
            while (sorted.get(start).at() <= last.at() - span.toNanos()) {
                sum -= sorted.get(start++).units();
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}

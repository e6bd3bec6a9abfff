package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.behaviour.CallLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The times in which Gmail was asked nothing: between steps of the workflow, between batches, while something is written.
 * Where an import is slower than it could be, this says whether calls take long or are not made.
 *
 * @param count how many there were
 * @param total all of them together
 */
record Gaps(int count, Duration total) {

    /** Those longer than that between two arrivals. */
    static Gaps longerThan(Duration usual, List<CallLog.Call> calls) {
        List<Instant> arrivals = calls.stream().map(CallLog.Call::at).sorted().toList();
        int count = 0;
        Duration total = Duration.ZERO;
        for (int i = 1; i < arrivals.size(); i++) {
            Duration gap = Duration.between(arrivals.get(i - 1), arrivals.get(i));
            if (gap.compareTo(usual) > 0) {
                count++;
                total = total.plus(gap);
            }
        }
        return new Gaps(count, total);
    }
}

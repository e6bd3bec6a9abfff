package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.behaviour.GoogleErrors;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts units in the last 60 seconds, per account and for the project, on the simulator's clock. */
final class QuotaMeter {

    private static final Duration WINDOW = Duration.ofSeconds(60);

    private record Spent(Instant at, int units) {}

    private static final class Window {
        private final Deque<Spent> spent = new ArrayDeque<>();
        private long sum;

        void forgetBefore(Instant start) {
            while (!spent.isEmpty() && !spent.getFirst().at().isAfter(start)) {
                sum -= spent.removeFirst().units();
            }
        }

        void add(Instant at, int units) {
            spent.addLast(new Spent(at, units));
            sum += units;
        }

        /** When enough units have left the window for {@code units} more. */
        Instant freeAt(Instant now, int units, int limit) {
            long left = sum;
            for (Spent one : spent) {
                left -= one.units();
                if (left + units <= limit) {
                    return one.at().plus(WINDOW);
                }
            }
            return now.plus(WINDOW);
        }
    }

    private final Map<String, Window> users = new HashMap<>();
    private final Window project = new Window();

    /** Spends the units and returns null, or spends nothing and returns the body of the 403. */
    synchronized @Nullable String spend(String sub, int units, Quota quota, Instant now) {
        Instant start = now.minus(WINDOW);
        Window user = users.computeIfAbsent(sub, s -> new Window());
        user.forgetBefore(start);
        project.forgetBefore(start);
        if (user.sum + units > quota.unitsPerMinutePerUser()) {
            return GoogleErrors.rateLimited(user.freeAt(now, units, quota.unitsPerMinutePerUser()));
        }
        if (project.sum + units > quota.unitsPerMinutePerProject()) {
            return GoogleErrors.projectRateLimited();
        }
        user.add(now, units);
        project.add(now, units);
        return null;
    }
}

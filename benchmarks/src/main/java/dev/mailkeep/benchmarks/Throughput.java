package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many messages a second one mailbox stores when Google's quota does not stand in the way. */
final class Throughput implements Benchmark {

    private static final int REPETITIONS = 5;
    private static final int MESSAGES = 10_000;
    private static final int WARM_UP = 3_000;
    private static final int UNITS_PER_MINUTE = 1_000_000;
    private static final int IN_FLIGHT = 10;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public List<Figure> measure() throws Exception {
        Quota quota = Quota.ofToday()
                .withUnitsPerMinutePerUser(UNITS_PER_MINUTE)
                .withUnitsPerMinutePerProject(2 * UNITS_PER_MINUTE);
        Map<String, String> settings = Map.of(
                "GMAIL_QUOTA_UNITS_PER_MINUTE",
                String.valueOf(UNITS_PER_MINUTE),
                "GMAIL_QUOTA_PROJECT_UNITS_PER_MINUTE",
                String.valueOf(2 * UNITS_PER_MINUTE),
                "GMAIL_QUOTA_SHARE",
                "1.0",
                "GMAIL_MAX_IN_FLIGHT",
                "10");
        try (Rig rig = Rig.start(quota, LATENCY, settings, Layout.javaOptions("-Xmx512m"))) {
            storePerSecond(rig, "warm-up@gmail.example", WARM_UP);
            var rates = new double[REPETITIONS];
            long rejected = 0;
            for (int i = 0; i < REPETITIONS; i++) {
                rates[i] = storePerSecond(rig, "account" + i + "@gmail.example", MESSAGES);
                rejected += rig.google().calls().rejected();
            }
            var spread = new Spread(rates);
            return List.of(new Figure(
                    "messages stored a second by one mailbox",
                    "%,d messages, %,d units a minute, %d ms latency, %d in flight, heap 512 MB; after a warm-up"
                            .formatted(MESSAGES, UNITS_PER_MINUTE, LATENCY.toMillis(), IN_FLIGHT),
                    String.format(Locale.ROOT, "%.0f/s", spread.median()),
                    spread.text("%.0f") + "; rejected calls: " + rejected,
                    "%d/s by latency and requests in flight; ≥ 400/s"
                            .formatted(IN_FLIGHT * 1_000 / LATENCY.toMillis())));
        }
    }

    /** From the choice of senders until the last message is stored: listing and the gaps between steps included. */
    private static double storePerSecond(Rig rig, String email, int messages) throws Exception {
        SimulatedAccount account = rig.google().addAccount(email, "Ada");
        Correspondence.deliverPast(account, messages);
        Visitor visitor = rig.visitor();
        String mailbox = visitor.connect(email);
        rig.google().calls().reset();
        long start = System.nanoTime();
        visitor.choose(mailbox, Correspondence.CHOSEN);
        rig.awaitStored(mailbox, messages, LONGEST, Duration.ofMillis(50));
        double seconds = (System.nanoTime() - start) / 1e9;
        rig.requireExact(mailbox, account);
        Gaps gaps =
                Gaps.longerThan(LATENCY.multipliedBy(2), rig.google().calls().calls());
        Benchmarks.say(
                "%,d messages in %.1f s: %.0f/s, with %d gaps of %.1f s together in which Gmail was asked nothing",
                messages,
                seconds,
                messages / seconds,
                gaps.count(),
                gaps.total().toMillis() / 1e3);
        return messages / seconds;
    }
}

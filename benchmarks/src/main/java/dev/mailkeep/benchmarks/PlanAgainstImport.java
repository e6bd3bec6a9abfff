package dev.mailkeep.benchmarks;

import com.google.gson.JsonObject;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a plan says an import costs, against what it then does. */
final class PlanAgainstImport implements Benchmark {

    /** A third of a minute, and most of the last minute of two and of four. */
    private static final List<Integer> SIZES = List.of(400, 2_300, 4_700);

    /** Four times today's, so that it does not take half an hour. */
    private static final int UNITS_PER_MINUTE = 24_000;

    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(20);

    @Override
    public List<Figure> measure() throws Exception {
        Quota quota = Quota.ofToday().withUnitsPerMinutePerUser(UNITS_PER_MINUTE);
        Map<String, String> settings = Map.of(
                "GMAIL_QUOTA_UNITS_PER_MINUTE", String.valueOf(UNITS_PER_MINUTE),
                "GMAIL_QUOTA_SHARE", "1.0",
                "GMAIL_MAX_IN_FLIGHT", "4",
                // A check has its price too, but is no part of the plan.
                "MAILKEEP_SYNC_INTERVAL", "PT1H");
        var figures = new ArrayList<Figure>();
        try (Rig rig = Rig.start(quota, LATENCY, settings, Layout.javaOptions("-Xmx512m"))) {
            for (int messages : SIZES) {
                figures.add(compare(rig, messages));
            }
        }
        return figures;
    }

    private static Figure compare(Rig rig, int messages) throws Exception {
        String email = "account" + messages + "@gmail.example";
        SimulatedAccount account = rig.google().addAccount(email, "Ada");
        Correspondence.deliverPast(account, messages);
        Visitor visitor = rig.visitor();
        String mailbox = visitor.connect(email);
        JsonObject plan = visitor.plan(mailbox, Correspondence.CHOSEN);
        if (!plan.get("exact").getAsBoolean() || plan.get("messages").getAsInt() != messages) {
            throw new IllegalStateException("The plan is wrong: " + plan);
        }
        rig.google().calls().reset();
        long start = System.nanoTime();
        visitor.choose(mailbox, Correspondence.CHOSEN);
        rig.awaitStored(mailbox, messages, LONGEST, Duration.ofMillis(100));
        double minutes = (System.nanoTime() - start) / 60e9;
        Spent spent = Spent.of(rig.google().calls());
        rig.requireExact(mailbox, account);
        int plannedUnits = plan.get("units").getAsInt();
        double plannedMinutes = plan.get("minutes").getAsDouble();
        Benchmarks.say("%,d messages: %s, then %.2f min, %s", messages, plan, minutes, spent);
        return new Figure(
                "an import against its plan",
                String.format(
                        Locale.ROOT,
                        "%,d messages, %,d units a minute, share 1.0, %d ms latency, 4 in flight",
                        messages,
                        UNITS_PER_MINUTE,
                        LATENCY.toMillis()),
                String.format(
                        Locale.ROOT,
                        "units %+.2f %%, minutes %+.1f %%",
                        100.0 * (spent.units() - plannedUnits) / plannedUnits,
                        100 * (minutes - plannedMinutes) / plannedMinutes),
                String.format(
                        Locale.ROOT,
                        "%,d units for %,d, %.2f min for %.2f; rejected calls: %d",
                        spent.units(),
                        plannedUnits,
                        minutes,
                        plannedMinutes,
                        spent.rejected()),
                "± 5 %");
    }
}

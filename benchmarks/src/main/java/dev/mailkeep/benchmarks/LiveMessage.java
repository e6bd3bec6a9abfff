package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What it takes at Google to store one new message of one of twenty senders. */
final class LiveMessage implements Benchmark {

    private static final int SENDERS = 20;
    private static final int MESSAGES = 5;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public List<Figure> measure() throws Exception {
        Map<String, String> settings = Map.of("MAILKEEP_SYNC_INTERVAL", INTERVAL.toString());
        try (Rig rig = Rig.start(Quota.ofToday(), Duration.ofMillis(100), settings, Layout.javaOptions("-Xmx512m"))) {
            SimulatedAccount account = rig.google().addAccount("ada@gmail.example", "Ada");
            Correspondence.deliverPast(account, 100);
            Visitor visitor = rig.visitor();
            String mailbox = visitor.connect(account.email());
            visitor.choose(mailbox, senders());
            rig.awaitStored(mailbox, 100, LONGEST, POLL);
            var costs = new TreeSet<String>();
            var seconds = new double[MESSAGES];
            for (int i = 0; i < MESSAGES; i++) {
                awaitCheck(rig);
                rig.google().calls().reset();
                String id = Correspondence.deliverNow(account);
                Patience.until("it is stored", LONGEST, POLL, () -> rig.isStored(mailbox, id));
                seconds[i] = sinceTheCheck(rig).toMillis() / 1e3;
                // Anything that follows at once belongs to it.
                Thread.sleep(1_000);
                Spent spent = Spent.of(rig.google().calls());
                costs.add(spent.text() + ": " + spent.units() + " units");
            }
            rig.requireExact(mailbox, account);
            return List.of(new Figure(
                    "calls for a live message",
                    SENDERS + " senders, a check every " + INTERVAL.toSeconds() + " s, 100 ms latency",
                    String.join("; ", costs),
                    "stored " + new Spread(seconds).text("%.1f") + " s after the check began",
                    "1 history, 1 list, 1 get"));
        }
    }

    private static List<String> senders() {
        var senders = new ArrayList<>(Correspondence.CHOSEN);
        for (int i = senders.size(); i < SENDERS; i++) {
            senders.add("colleague" + i + "@company" + i + ".example");
        }
        return senders;
    }

    private static Duration sinceTheCheck(Rig rig) {
        return rig.google().calls().calls().stream()
                .filter(call -> call.method().equals("history"))
                .map(call -> Duration.between(call.at(), rig.google().clock().instant()))
                .findFirst()
                .orElseThrow();
    }

    /** Until a check that found nothing is over; the next one is an interval away. */
    private static void awaitCheck(Rig rig) throws Exception {
        rig.google().calls().reset();
        Patience.until("a check", LONGEST, POLL, () -> rig.google().calls().count("history") > 0);
        Thread.sleep(1_000);
    }
}

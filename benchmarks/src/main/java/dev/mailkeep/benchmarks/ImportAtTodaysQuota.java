package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.CallLog;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How close an import comes to what Google allows, without one refused call, and how live mail fares meanwhile. */
final class ImportAtTodaysQuota implements Benchmark {

    private static final int MESSAGES = 3_000;
    private static final int UNITS_PER_MINUTE = 6_000;
    private static final int GET_UNITS = 20;
    private static final int LIST_UNITS = 5;
    private static final int LIST_PAGE = 500;
    private static final double TARGET = 1.03;
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final Duration LIVE_MAIL_EVERY = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public List<Figure> measure() throws Exception {
        Map<String, String> settings = Map.of(
                "GMAIL_QUOTA_UNITS_PER_MINUTE",
                String.valueOf(UNITS_PER_MINUTE),
                "GMAIL_QUOTA_SHARE",
                "1.0",
                "GMAIL_MAX_IN_FLIGHT",
                "4",
                "MAILKEEP_SYNC_INTERVAL",
                CHECK_EVERY.toString());
        try (Rig rig = Rig.start(Quota.ofToday(), LATENCY, settings, Layout.javaOptions("-Xmx512m"))) {
            SimulatedAccount account = rig.google().addAccount("ada@gmail.example", "Ada");
            Correspondence.deliverPast(account, MESSAGES);
            Visitor visitor = rig.visitor();
            String mailbox = visitor.connect(account.email());
            rig.google().calls().reset();
            var live = new LiveMail(rig, mailbox, account);
            Instant choice = Instant.now();
            long start = System.nanoTime();
            visitor.choose(mailbox, Correspondence.CHOSEN);
            Patience.until("the import", LONGEST, POLL, () -> {
                rig.mailkeep().requireAlive();
                live.goOn();
                return storedFromBefore(rig, mailbox, choice) >= MESSAGES;
            });
            double minutes = (System.nanoTime() - start) / 60e9;
            Spent spent = Spent.of(rig.google().calls());
            int most = mostInAMinute(rig.google().calls().calls());
            live.awaitAll();
            rig.requireExact(mailbox, account);
            return figures(minutes, spent, most, live.latencies());
        }
    }

    private static List<Figure> figures(double minutes, Spent spent, int most, Spread latencies) {
        double bound =
                (GET_UNITS * MESSAGES + LIST_UNITS * Math.ceil((double) MESSAGES / LIST_PAGE)) / UNITS_PER_MINUTE;
        String settings = String.format(
                Locale.ROOT,
                "%,d messages, %,d units a minute, share 1.0, %d ms latency, 4 in flight, a live message every %d s",
                MESSAGES,
                UNITS_PER_MINUTE,
                LATENCY.toMillis(),
                LIVE_MAIL_EVERY.toSeconds());
        return List.of(
                new Figure(
                        "time of an import against Google's bound",
                        settings,
                        String.format(Locale.ROOT, "%.3f × bound", minutes / bound),
                        String.format(
                                Locale.ROOT,
                                "%.2f min; %,d units: %s, those for live mail included",
                                minutes,
                                spent.units(),
                                spent.text()),
                        String.format(Locale.ROOT, "%.2f min; ≤ %.2f × bound", bound, TARGET)),
                new Figure(
                        "calls that the quota refused",
                        "the same import",
                        String.valueOf(spent.rejected()),
                        String.format(Locale.ROOT, "most units in any 60 s: %,d", most),
                        "0"),
                new Figure(
                        "from arrival until stored, of live mail during an import",
                        "the same import, a check every " + CHECK_EVERY.toSeconds() + " s",
                        String.format(Locale.ROOT, "%.1f s", latencies.median()),
                        latencies.text("%.1f"),
                        "the interval and a moment"));
    }

    private static int storedFromBefore(Rig rig, String mailbox, Instant choice) {
        return rig.database()
                .sql("""
                        select count(*) from email_messages
                        where mailbox_id = cast(:id as uuid) and received_at < cast(:choice as timestamptz)
                        """)
                .param("id", mailbox)
                .param("choice", choice.toString())
                .query(Integer.class)
                .single();
    }

    /** As calls arrived; refused ones cost nothing. */
    private static int mostInAMinute(List<CallLog.Call> calls) {
        var window = new ArrayDeque<CallLog.Call>();
        int units = 0;
        int most = 0;
        for (CallLog.Call call : calls.stream()
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList()) {
            window.addLast(call);
            units += call.units();
            while (!window.getFirst().at().isAfter(call.at().minusSeconds(60))) {
                units -= window.removeFirst().units();
            }
            most = Math.max(most, units);
        }
        return most;
    }

    /** Mail that arrives while the import runs, and how long it takes until it is stored. */
    private static final class LiveMail {

        private final Rig rig;
        private final String mailbox;
        private final SimulatedAccount account;
        private final Map<String, Long> arrivals = new HashMap<>();
        private final Deque<String> waiting = new ArrayDeque<>();
        private final List<Double> seconds = new ArrayList<>();
        private long next = System.nanoTime() + LIVE_MAIL_EVERY.toNanos();

        LiveMail(Rig rig, String mailbox, SimulatedAccount account) {
            this.rig = rig;
            this.mailbox = mailbox;
            this.account = account;
        }

        void goOn() {
            if (System.nanoTime() >= next) {
                String id = Correspondence.deliverNow(account);
                arrivals.put(id, System.nanoTime());
                waiting.add(id);
                next += LIVE_MAIL_EVERY.toNanos();
            }
            while (!waiting.isEmpty() && rig.isStored(mailbox, waiting.getFirst())) {
                String id = waiting.removeFirst();
                seconds.add((System.nanoTime() - arrivals.getOrDefault(id, 0L)) / 1e9);
            }
        }

        void awaitAll() throws Exception {
            next = Long.MAX_VALUE;
            Patience.until("live mail is stored", LONGEST, POLL, () -> {
                goOn();
                return waiting.isEmpty();
            });
        }

        Spread latencies() {
            return new Spread(seconds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}

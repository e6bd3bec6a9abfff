package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether each of many new mailboxes is checked, on the Temporal server that {@code TEMPORAL_ADDRESS} names: the embedded
 * one is a test server, and keeps no backlog of its task queues.
 */
final class ManyMailboxes implements Benchmark {

    private static final int MAILBOXES = 1_000;
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final int WINDOWS = 2;

    @Override
    public List<Figure> measure() throws Exception {
        String temporal = System.getenv("TEMPORAL_ADDRESS");
        if (temporal == null) {
            Benchmarks.say("SKIPPED: TEMPORAL_ADDRESS names no Temporal server");
            return List.of();
        }
        try (Rig rig = Rig.start(
                Quota.unlimited(),
                Duration.ZERO,
                Map.of(
                        "TEMPORAL_ADDRESS",
                        temporal,
                        "MAILKEEP_SYNC_INTERVAL",
                        INTERVAL.toString(),
                        "MAILKEEP_QUIET_INTERVAL",
                        INTERVAL.toString(),
                        "MAILKEEP_LIMIT_SIGN_INS",
                        "100000",
                        "MAILKEEP_LIMIT_CHANGES",
                        "100000"),
                Layout.javaOptions("-Xmx1536m"))) {
            connect(rig);
            List<Figure> figures = new ArrayList<>();
            for (int window = 1; window <= WINDOWS; window++) {
                figures.add(measureWindow(rig, window));
            }
            return figures;
        }
    }

    private static void connect(Rig rig) throws Exception {
        Visitor visitor = rig.visitor();
        for (int i = 0; i < MAILBOXES; i++) {
            String account = "ada" + i + "@gmail.example";
            rig.google().addAccount(account, "Ada");
            visitor.choose(visitor.connect(account), Correspondence.CHOSEN);
        }
        Benchmarks.say("%d mailboxes are connected", MAILBOXES);
    }

    private static Figure measureWindow(Rig rig, int window) throws Exception {
        Map<String, Integer> before = checks(rig);
        Thread.sleep(WINDOW.toMillis());
        rig.mailkeep().requireAlive();
        var mailboxesByChecks = new TreeMap<Integer, Integer>();
        checks(rig)
                .forEach((mailbox, checks) ->
                        mailboxesByChecks.merge(checks - before.getOrDefault(mailbox, 0), 1, Integer::sum));
        int all = mailboxesByChecks.entrySet().stream()
                .mapToInt(entry -> entry.getKey() * entry.getValue())
                .sum();
        int overdue = rig.database()
                .sql("""
                        select count(*) from mailboxes
                        where last_synced_at is null or last_synced_at < now() - make_interval(secs => :seconds)
                        """)
                .param("seconds", 3 * INTERVAL.toSeconds())
                .query(Integer.class)
                .single();
        return new Figure(
                "new mailboxes that are checked, window " + window,
                "%d mailboxes, a check every %d s, windows of %d s after the last was connected; Temporal at %s"
                        .formatted(
                                MAILBOXES, INTERVAL.toSeconds(), WINDOW.toSeconds(), System.getenv("TEMPORAL_ADDRESS")),
                "%d without a check for three intervals at its end".formatted(overdue),
                String.format(
                        Locale.ROOT,
                        "%.1f checks/s; mailboxes by checks: %s",
                        (double) all / WINDOW.toSeconds(),
                        mailboxesByChecks),
                String.format(Locale.ROOT, "0; %.1f checks/s", (double) MAILBOXES / INTERVAL.toSeconds()));
    }

    /** The checks of each mailbox so far. */
    private static Map<String, Integer> checks(Rig rig) {
        var checks = new HashMap<String, Integer>();
        rig.database().sql("""
                        select m.id, coalesce((select sum(r.checks) from sync_runs r where r.mailbox_id = m.id), 0) as checks
                        from mailboxes m
                        """).query(row -> {
            checks.put(row.getString("id"), row.getInt("checks"));
        });
        return checks;
    }
}

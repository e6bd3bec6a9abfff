package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a check costs that finds nothing: at Google, in Temporal, and in PostgreSQL. */
final class IdleCheck implements Benchmark {

    private static final int CHECKS = 12;
    private static final int MESSAGES = 200;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    @Override
    public List<Figure> measure() throws Exception {
        try (Temporal temporal = Temporal.start();
                Rig rig = Rig.start(
                        Quota.ofToday(),
                        Duration.ofMillis(20),
                        Map.of(
                                "TEMPORAL_ADDRESS", temporal.address(),
                                "MAILKEEP_SYNC_INTERVAL", INTERVAL.toString()),
                        Layout.javaOptions("-Xmx512m"))) {
            SimulatedAccount account = rig.google().addAccount("ada@gmail.example", "Ada");
            Correspondence.deliverPast(account, MESSAGES);
            Visitor visitor = rig.visitor();
            String mailbox = visitor.connect(account.email());
            visitor.choose(mailbox, Correspondence.CHOSEN);
            rig.awaitStored(mailbox, MESSAGES, LONGEST, POLL);
            awaitCheck(rig);
            awaitCheck(rig);
            return List.of(measureChecks(temporal, rig, mailbox));
        }
    }

    private static Figure measureChecks(Temporal temporal, Rig rig, String mailbox) throws Exception {
        List<HistoryEvent> before = temporal.history(mailbox);
        var writes = new double[CHECKS];
        long calls = 0;
        long units = 0;
        long transactions = writingTransactions(rig);
        for (int i = 0; i < CHECKS; i++) {
            awaitCheck(rig);
            Spent spent = Spent.of(rig.google().calls());
            calls += spent.calls().values().stream().mapToLong(Long::longValue).sum();
            units += spent.units();
            long now = writingTransactions(rig);
            writes[i] = now - transactions;
            transactions = now;
        }
        List<HistoryEvent> after = temporal.history(mailbox);
        var spread = new Spread(writes);
        return new Figure(
                "an idle check",
                "a check every %d s, %d checks, Temporal in a process of its own"
                        .formatted(INTERVAL.toSeconds(), CHECKS),
                String.format(
                        Locale.ROOT,
                        "%s call, %s units, %s activity, %s timer, %s history events, %.0f write transactions of the process",
                        each(calls),
                        each(units),
                        each(count(after, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                                - count(before, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)),
                        each(count(after, EventType.EVENT_TYPE_TIMER_STARTED)
                                - count(before, EventType.EVENT_TYPE_TIMER_STARTED)),
                        each(after.size() - before.size()),
                        spread.median()),
                "write transactions " + spread.text("%.0f"),
                "");
    }

    /** Waits until the next check is over and the workflow sleeps again; only what follows is in the log then. */
    private static void awaitCheck(Rig rig) throws Exception {
        rig.google().calls().reset();
        Patience.until("a check", LONGEST, POLL, () -> rig.google().calls().count("history") > 0);
        Thread.sleep(INTERVAL.dividedBy(3).toMillis());
    }

    /** How often PostgreSQL gave out a transaction id so far, which it does only for a transaction that writes. */
    private static long writingTransactions(Rig rig) {
        return rig.database()
                .sql("select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)")
                .query(Long.class)
                .single();
    }

    private static long count(List<HistoryEvent> events, EventType type) {
        return events.stream().filter(event -> event.getEventType() == type).count();
    }

    /** Of each check; whole where it is. */
    private static String each(long ofAll) {
        return ofAll % CHECKS == 0 ? String.valueOf(ofAll / CHECKS) : "%.1f".formatted((double) ofAll / CHECKS);
    }
}

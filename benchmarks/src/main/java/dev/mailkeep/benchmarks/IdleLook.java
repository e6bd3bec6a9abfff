package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a look costs that finds nothing: at Google, in Temporal, and in PostgreSQL. */
final class IdleLook implements Benchmark {

    private static final int LOOKS = 12;
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
            awaitLook(rig);
            awaitLook(rig);
            return List.of(measureLooks(temporal, rig, mailbox));
        }
    }

    private static Figure measureLooks(Temporal temporal, Rig rig, String mailbox) throws Exception {
        List<HistoryEvent> before = temporal.history(mailbox);
        var writes = new double[LOOKS];
        long calls = 0;
        long units = 0;
        long transactions = writingTransactions(rig);
        for (int i = 0; i < LOOKS; i++) {
            awaitLook(rig);
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
                "an idle look",
                "a look every %d s, %d looks, Temporal in a process of its own".formatted(INTERVAL.toSeconds(), LOOKS),
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

    /** Waits until the next look is over and the workflow sleeps again; only what follows is in the log then. */
    private static void awaitLook(Rig rig) throws Exception {
        rig.google().calls().reset();
        Patience.until("a look", LONGEST, POLL, () -> rig.google().calls().count("history") > 0);
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

    /** Of each look; whole where it is. */
    private static String each(long ofAll) {
        return ofAll % LOOKS == 0 ? String.valueOf(ofAll / LOOKS) : "%.1f".formatted((double) ofAll / LOOKS);
    }
}

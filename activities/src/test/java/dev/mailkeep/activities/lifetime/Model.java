package dev.mailkeep.activities.lifetime;

import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.simulator.behaviour.Quirks;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The life of one mailbox, decided by a seed, except for the order in which concurrent calls come back: a defect that
 * depends on that order may need several runs of its seed.
 */
final class Model {

    private static final int STEPS_BETWEEN_SETTLING = 125;

    /** Longer than every wait of Mailkeep: relistings, messages that Gmail denies, the hour of the search, audits. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(2),
            Duration.ofMinutes(12),
            Duration.ofMinutes(61),
            Duration.ofHours(26),
            Duration.ofMinutes(12));

    /** A message that only an audit finds may be denied, fail or be rechecked until the next audit. */
    private static final int DAYS = 3;

    private final MailboxFixture mailkeep;
    private final long seed;
    private final Random random;
    private final EventLog log = new EventLog();

    /**
     * @param mailkeep not started yet
     */
    Model(MailboxFixture mailkeep, long seed) {
        this.mailkeep = mailkeep;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Makes a number of random events happen, and settles in between. */
    void run(int steps) {
        HikariDataSource database = TestDatabase.fresh();
        try (var lifeline = new Lifeline(database)) {
            mailkeep.useQuirks(quirks());
            mailkeep.useDatabase(database, lifeline.database());
            live(lifeline, steps);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(
                    "Seed " + seed + " (-Dmodel.seed=" + seed + " -Dmodel.steps=" + steps + "): " + failure.getMessage()
                            + "\nThe last events:\n" + log,
                    failure);
        }
    }

    /** Kind, unkind and in between. The search always catches up within an hour, as Mailkeep assumes. */
    private Quirks quirks() {
        return switch ((int) Math.floorMod(seed, 3)) {
            case 0 -> Quirks.kind();
            case 1 -> Quirks.unkind();
            default ->
                new Quirks(
                        Duration.ofSeconds(random.nextInt(3_000)),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean() ? 0.3 : 0,
                        random.nextBoolean());
        };
    }

    private void live(Lifeline lifeline, int steps) {
        mailkeep.wire().pagesOf(random.nextBoolean() ? 3 + random.nextInt(10) : 500);
        var truth = new Truth();
        var time = new Time(mailkeep);
        var gmail = new GmailMailbox(mailkeep, truth, time, random, log);
        var owner = new Owner(mailkeep, truth, random, log);
        var faults = new Faults(mailkeep, truth, time, random, log);
        var worker = new Worker(mailkeep, lifeline, random, log);
        var oracle = new Oracle(mailkeep, truth, time);
        owner.begin();
        owner.watch(Set.of("boss@corp.example", "@list.example"), false);
        for (int step = 1; step <= steps; step++) {
            int what = random.nextInt(100);
            if (what < 38) {
                gmail.act();
            } else if (what < 46) {
                owner.act();
            } else if (what < 54) {
                faults.act();
            } else if (what < 60) {
                Duration some = faults.someTime();
                log.note(some + " pass");
                time.pass(some);
            } else {
                worker.act(() -> {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        if (random.nextInt(4) == 0) {
                            owner.act();
                        } else {
                            gmail.act();
                        }
                    }
                });
            }
            oracle.assertAlways();
            if (step % STEPS_BETWEEN_SETTLING == 0 || step == steps) {
                settle(time, truth, owner, faults, worker, oracle);
            }
        }
    }

    /** No new events happen until everything has been read, listed and fetched. */
    private void settle(Time time, Truth truth, Owner owner, Faults faults, Worker worker, Oracle oracle) {
        log.note("settling");
        faults.end();
        owner.resume();
        if (mailkeep.value("condition").equals("NEEDS_RECONNECT")
                || mailkeep.account().refreshTokens() == 0) {
            owner.reconnect();
        }
        boolean settled = worker.settle();
        for (int day = 0; day < DAYS && !(settled && day > 0 && oracle.nothingIsPending()); day++) {
            for (Duration wait : WAITS) {
                log.note(wait + " pass");
                time.pass(wait);
                settled = worker.settle();
                oracle.assertAlways();
            }
        }
        int quarantined = owner.retryQuarantined();
        if (quarantined > 0 && !faults.resetGetsFailed()) {
            throw new AssertionError("quarantined for no reason");
        }
        settled &= worker.settle();
        if (!settled) {
            throw new AssertionError("never settles");
        }
        truth.settled();
        oracle.assertSettled();
        mailkeep.wire().forget();
    }
}

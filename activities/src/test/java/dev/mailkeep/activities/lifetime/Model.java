package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Quirks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * One mailbox's life, all of it decided by a seed; but for the order in which calls come back that are in flight at the
 * same time, so that a fault that lies in such a race may need some runs of its seed.
 */
final class Model {

    private static final int RESTS_EVERY = 125;

    /** Beyond every wait that the product has: relistings, what Gmail denies having, the hour of the search, audits. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(2),
            Duration.ofMinutes(12),
            Duration.ofMinutes(61),
            Duration.ofHours(26),
            Duration.ofMinutes(12));

    /** Room for a step beside one that is held, also when Google has found too many calls at once. */
    private static final int IN_FLIGHT = 4;

    /** What is only found by an audit may be denied, failed or rechecked until the next. */
    private static final int DAYS = 3;

    private final long seed;
    private final Random dice;
    private final Diary diary = new Diary();

    Model(long seed) {
        this.seed = seed;
        this.dice = new Random(seed);
    }

    /** Lets so many things happen. */
    void run(int steps) {
        Lifeline[] lifelines = new Lifeline[1];
        try (var mailkeep = MailboxFixture.through(quirks(), IN_FLIGHT, database -> {
                    lifelines[0] = new Lifeline(database);
                    return lifelines[0].database();
                });
                var lifeline = Objects.requireNonNull(lifelines[0])) {
            live(mailkeep, lifeline, steps);
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError(
                    "Seed " + seed + " (-Dmodel.seed=" + seed + " -Dmodel.steps=" + steps + "): " + wrong.getMessage()
                            + "\nWhat happened last:\n" + diary,
                    wrong);
        }
    }

    /** Kind, unkind and in between; the search always catches up within the hour, as the design counts on. */
    private Quirks quirks() {
        return switch ((int) Math.floorMod(seed, 3)) {
            case 0 -> Quirks.kind();
            case 1 -> Quirks.unkind();
            default ->
                new Quirks(
                        Duration.ofSeconds(dice.nextInt(3_000)),
                        dice.nextBoolean(),
                        dice.nextBoolean(),
                        dice.nextBoolean(),
                        dice.nextBoolean(),
                        dice.nextBoolean(),
                        dice.nextBoolean() ? 0.3 : 0,
                        dice.nextBoolean());
        };
    }

    private void live(MailboxFixture mailkeep, Lifeline lifeline, int steps) {
        mailkeep.wire.pagesOf(dice.nextBoolean() ? 3 + dice.nextInt(10) : 500);
        var truth = new Truth();
        var time = new Time(mailkeep);
        var world = new World(mailkeep, truth, time, dice, diary);
        var person = new Person(mailkeep, truth, dice, diary);
        var mishaps = new Mishaps(mailkeep, truth, time, dice, diary);
        var machine = new Machine(mailkeep, lifeline, dice, diary);
        var oracle = new Oracle(mailkeep, truth, time);
        person.begin();
        person.watch(Set.of("boss@corp.example", "@list.example"), false);
        for (int step = 1; step <= steps; step++) {
            int what = dice.nextInt(100);
            if (what < 38) {
                world.act();
            } else if (what < 46) {
                person.act();
            } else if (what < 54) {
                mishaps.act();
            } else if (what < 60) {
                Duration some = mishaps.someTime();
                diary.note(some + " pass");
                time.pass(some);
            } else {
                machine.act(() -> {
                    for (int i = dice.nextInt(4); i > 0; i--) {
                        if (dice.nextInt(4) == 0) {
                            person.act();
                        } else {
                            world.act();
                        }
                    }
                });
            }
            oracle.inBetween();
            if (step % RESTS_EVERY == 0 || step == steps) {
                rest(mailkeep, time, truth, person, mishaps, machine, oracle);
            }
        }
    }

    /** Nothing happens any more until everything has been read, listed and fetched. */
    private void rest(
            MailboxFixture mailkeep,
            Time time,
            Truth truth,
            Person person,
            Mishaps mishaps,
            Machine machine,
            Oracle oracle) {
        diary.note("a rest");
        mishaps.end();
        person.resume();
        if (mailkeep.value("condition").equals("NEEDS_RECONNECT") || mailkeep.account.refreshTokens() == 0) {
            person.reconnect();
        }
        boolean settled = machine.settle();
        for (int day = 0; day < DAYS && !(settled && day > 0 && oracle.nothingWaits()); day++) {
            for (Duration wait : WAITS) {
                diary.note(wait + " pass");
                time.pass(wait);
                settled = machine.settle();
                oracle.inBetween();
            }
        }
        int quarantined = person.retryQuarantined();
        if (quarantined > 0 && !mishaps.takeGetsFailed()) {
            throw new AssertionError("quarantined for no reason");
        }
        settled &= machine.settle();
        if (!settled) {
            throw new AssertionError("never comes to rest");
        }
        truth.rested();
        oracle.atRest();
        mailkeep.wire.forget();
    }
}

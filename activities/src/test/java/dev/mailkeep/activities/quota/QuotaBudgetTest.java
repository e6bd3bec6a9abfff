package dev.mailkeep.activities.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.quota.QuotaBudget.Call;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaBudgetTest {

    private static final String ADA = "100000000000000000001";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();

    private QuotaBudget budget(QuotaSettings quota) {
        return new QuotaBudget(quota, ProjectShare.whole(quota), Ledger.NONE, time);
    }

    private static QuotaSettings quota(double share, int inFlight) {
        return new QuotaSettings(6_000, 1_200_000, share, inFlight, 20, 5, 2, 1, 100);
    }

    /**
     * Calls take up to five seconds and arrive at any moment in between; there are pauses now and then, and checks
     * between imports.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noMinuteEverHoldsMoreThanTheLimitHoweverLateCallsArrive(long seed) throws InterruptedException {
        var random = new Random(seed);
        var budget = budget(quota(1, 10));
        var arrivals = new Arrivals();
        Deque<Runnable> open = new ArrayDeque<>();
        long before = time.nanos();
        for (int i = 0; i < 3_000; i++) {
            boolean check = random.nextInt(20) == 0;
            int units = check ? 2 : 20;
            if (open.size() == 10 || random.nextInt(3) == 0) {
                while (!open.isEmpty()) {
                    open.removeFirst().run();
                }
            }
            Call call = budget.begin(ADA, units, check ? Urgency.LIVE : Urgency.IMPORT);
            long began = time.nanos();
            open.add(() -> {
                time.pass(Duration.ofMillis(random.nextInt(random.nextInt(50) == 0 ? 5_000 : 100)));
                arrivals.add(began + (long) (random.nextDouble() * (time.nanos() - began)), units);
                call.close();
            });
            if (random.nextInt(500) == 0) {
                time.pass(Duration.ofSeconds(random.nextInt(200)));
            }
        }

        assertThat(arrivals.most(MINUTE)).isLessThanOrEqualTo(6_000).isGreaterThan(5_500);
        assertThat(time.nanos()).isGreaterThan(before);
    }

    @Test
    void anImportTakesAtMostThreePercentLongerThanTheLimitAllows() throws InterruptedException {
        var budget = budget(quota(1, 4));
        long before = time.nanos();
        for (int i = 0; i < 3_000; i++) {
            budget.begin(ADA, 20, Urgency.IMPORT).close();
            if (i % 150 == 0) {
                // The time between two steps of the sync.
                time.pass(Duration.ofMillis(800));
            }
        }

        double atLeast = 3_000 * 20 / 6_000.0 * MINUTE.toNanos();
        assertThat(time.nanos() - before).isLessThan((long) (1.02 * atLeast));
    }

    @Test
    void anImportIsSpreadEvenlyOverTheMinute() throws InterruptedException {
        var budget = budget(quota(1, 4));
        var arrivals = new Arrivals();
        for (int i = 0; i < 2_000; i++) {
            try (Call ignored = budget.begin(ADA, 20, Urgency.IMPORT)) {
                arrivals.add(time.nanos(), 20);
            }
            if (i == 1_000) {
                time.pass(Duration.ofHours(1));
            }
        }

        // A second's part is 100 units. After a pause the parts of five seconds may be used at once.
        assertThat(arrivals.most(Duration.ofSeconds(1))).isLessThanOrEqualTo(620);
        assertThat(arrivals.most(Duration.ofSeconds(20))).isLessThanOrEqualTo(2_520);
    }

    @Test
    void aCheckNeverWaitsForAnImport() throws InterruptedException {
        var budget = budget(quota(1, 4));
        for (int i = 0; i < 1_000; i++) {
            budget.begin(ADA, 20, Urgency.IMPORT).close();
            if (i % 60 == 0) {
                long before = time.nanos();
                // As many units as imports leave unused.
                for (int check = 0; check < 8; check++) {
                    budget.begin(ADA, 2, Urgency.LIVE).close();
                    budget.begin(ADA, 5, Urgency.LIVE).close();
                }
                assertThat(time.nanos()).isEqualTo(before);
            }
        }
    }

    @Test
    void aCallThatWouldWaitMoreThanTenSecondsIsRefusedAndUsesNoUnits() throws InterruptedException {
        var budget = budget(new QuotaSettings(60, 6_000, 1, 4, 20, 5, 2, 1, 100));
        budget.begin(ADA, 20, Urgency.LIVE).close();
        budget.begin(ADA, 20, Urgency.LIVE).close();
        budget.begin(ADA, 19, Urgency.LIVE).close();
        long before = time.nanos();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> budget.begin(ADA, 20, Urgency.LIVE))
                    .isInstanceOfSatisfying(
                            QuotaExhausted.class,
                            exhausted -> assertThat(exhausted.waitFor())
                                    .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(61)));
        }
        budget.begin(ADA, 1, Urgency.LIVE).close();

        assertThat(time.nanos() - before).isLessThan(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aCallThatIsLargerThanTheLimitIsMadeAlone() throws InterruptedException {
        var budget = budget(new QuotaSettings(60, 6_000, 0.2, 4, 20, 5, 2, 1, 100));

        budget.begin(ADA, 20, Urgency.IMPORT).close();

        assertThatThrownBy(() -> budget.begin(ADA, 20, Urgency.IMPORT)).isInstanceOf(QuotaExhausted.class);
        time.pass(Duration.ofMinutes(2));
        budget.begin(ADA, 20, Urgency.IMPORT).close();
    }

    @Test
    void tooManyAtOnceHalvesWhatIsInFlightAndOneMoreIsTriedEachMinute() throws InterruptedException {
        var budget = budget(quota(1, 8));
        List<Call> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(budget.begin(ADA, 1, Urgency.LIVE));
        }
        // Refusals at the same moment count as one.
        budget.tooManyAtOnce(ADA);
        budget.tooManyAtOnce(ADA);
        open.forEach(Call::close);

        assertThat(openAtOnce(budget)).isEqualTo(4);
        budget.tooManyAtOnce(ADA);
        assertThat(openAtOnce(budget)).isEqualTo(2);
        time.pass(MINUTE);
        assertThat(openAtOnce(budget)).isEqualTo(3);
        time.pass(MINUTE);
        assertThat(openAtOnce(budget)).isEqualTo(4);
    }

    private int openAtOnce(QuotaBudget budget) throws InterruptedException {
        List<Call> open = new ArrayList<>();
        try {
            while (true) {
                open.add(budget.begin(ADA, 1, Urgency.LIVE));
            }
        } catch (QuotaExhausted full) {
            open.forEach(Call::close);
            return open.size();
        }
    }

    @Test
    void theProjectsLimitHoldsForAllAccountsTogether() throws InterruptedException {
        var budget = budget(new QuotaSettings(6_000, 6_000, 1, 4, 20, 5, 2, 1, 100));
        var arrivals = new Arrivals();
        for (int i = 0; i < 1_000; i++) {
            try (Call ignored = budget.begin(ADA + i % 50, 20, Urgency.IMPORT)) {
                arrivals.add(time.nanos(), 20);
            }
            if (i % 300 == 0) {
                time.pass(Duration.ofMinutes(3));
            }
        }

        assertThat(arrivals.most(MINUTE)).isLessThanOrEqualTo(6_000).isGreaterThan(5_700);
    }

    @Test
    void usageIsKnownWhenAnotherProcessContinues() throws InterruptedException {
        var written = new HashMap<Integer, Map.Entry<int[], Long>>();
        List<QuotaBudget> processes = new ArrayList<>();
        for (int me = 0; me < 3; me++) {
            processes.add(new QuotaBudget(
                    quota(1, 4), ProjectShare.whole(quota(1, 4)), new SharedLedger(written, me, time), time));
        }
        var random = new Random(1);
        var arrivals = new Arrivals();
        for (int step = 0; step < 200; step++) {
            QuotaBudget process = processes.get(random.nextInt(3));
            process.loadSharedUsage(ADA);
            long end = time.nanos() + Duration.ofSeconds(15).toNanos();
            while (time.nanos() < end) {
                try (Call ignored = process.begin(ADA, 20, Urgency.IMPORT)) {
                    arrivals.add(time.nanos(), 20);
                } catch (QuotaExhausted full) {
                    time.pass(full.waitFor());
                }
            }
            process.publishUsage(ADA);
            time.pass(Duration.ofMillis(random.nextInt(3_000)));
        }

        assertThat(arrivals.most(MINUTE)).isLessThanOrEqualTo(6_000).isGreaterThan(5_800);
    }
}

package dev.mailkeep.activities.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.fixture.CapturedLog;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.activities.outage.Outage;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeasedShareTest {

    private static final QuotaSettings QUOTA = QuotaSettings.ofToday();
    private static final double ALL = QUOTA.projectUsablePerMinute();

    @RegisterExtension
    final CapturedLog capturedLog = new CapturedLog();

    private final VirtualTime time = new VirtualTime();
    private final Logger log = LoggerFactory.getLogger(LeasedShareTest.class);
    private final Outage outage = new Outage(log, "PostgreSQL", "It waits", time::nanos);
    private final HikariDataSource dataSource = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);

    @AfterEach
    void close() {
        dataSource.close();
    }

    private LeasedShare newProcess() {
        var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        return new LeasedShare(QUOTA, UUID.randomUUID(), jdbc, transactions, outage, time);
    }

    /** A process that has made its first call. */
    private LeasedShare process() {
        LeasedShare process = newProcess();
        assertThat(process.unitsPerMinute()).isNotNegative();
        return process;
    }

    @Test
    void anOutageOfPostgreSqlIsLoggedWhenItBeginsAndOnceAMinuteNotAtEachRenewal() {
        try (var one = process()) {
            capturedLog.listenTo(LeasedShareTest.class, LeasedShare.class);
            dataSource.close();
            for (int renewal = 0; renewal < 13; renewal++) {
                one.renew();
                one.tooMuch();
                time.pass(Duration.ofSeconds(10));
            }

            assertThat(capturedLog.lines()).hasSize(3).allMatch(line -> line.startsWith("PostgreSQL "));
        }
    }

    @Test
    void aProcessGetsWhatItNeedsAndRoomToGrow() {
        try (var one = process()) {
            assertThat(one.unitsPerMinute())
                    .isGreaterThan(QUOTA.usablePerMinute())
                    .isLessThan(ALL / 2);

            time.pass(Duration.ofSeconds(5));
            one.used(5_000, true);
            one.renew();

            assertThat(one.unitsPerMinute()).isEqualTo(ALL);
        }
    }

    @Test
    void processesThatWantEverythingShareItAndNeverExceedIt() {
        try (var one = process();
                var two = process();
                var three = process()) {
            for (int round = 0; round < 3; round++) {
                for (LeasedShare process : new LeasedShare[] {one, two, three}) {
                    process.used(1_000, true);
                    process.renew();
                    assertThat(granted()).isLessThanOrEqualTo(ALL * 1.000_001);
                }
            }

            assertThat(one.unitsPerMinute()).isCloseTo(ALL / 3, within(1.0));
            assertThat(two.unitsPerMinute()).isCloseTo(ALL / 3, within(1.0));
            assertThat(three.unitsPerMinute()).isCloseTo(ALL / 3, within(1.0));
        }
    }

    @Test
    void aProcessThatNeedsLittleGetsItAllAndLeavesTheOthersWhatItDoesNotNeed() {
        try (var busy = process();
                var idle = process()) {
            for (int round = 0; round < 3; round++) {
                busy.used(50_000, true);
                busy.renew();
                idle.renew();
                time.pass(Duration.ofSeconds(5));
            }

            assertThat(idle.unitsPerMinute()).isBetween(QUOTA.usablePerMinute(), ALL * 0.1);
            assertThat(busy.unitsPerMinute()).isGreaterThan(ALL * 0.9);
        }
    }

    @Test
    void aProcessThatEndsGivesItsShareBackAtOnce() {
        try (var left = process()) {
            var ended = process();
            ended.used(1, true);
            ended.renew();
            assertThat(ended.unitsPerMinute()).isGreaterThan(ALL * 0.9);

            ended.close();
            left.used(1, true);
            left.renew();

            assertThat(left.unitsPerMinute()).isEqualTo(ALL);
        }
    }

    @Test
    void withoutADatabaseNoCallIsAllowedOnceTheLeaseIsOver() {
        try (var one = process()) {
            assertThat(one.unitsPerMinute()).isPositive();
            dataSource.close();
            one.renew();
            assertThat(one.unitsPerMinute()).isPositive();

            time.pass(Duration.ofSeconds(30));

            assertThatThrownBy(one::unitsPerMinute).isInstanceOf(QuotaUnknown.class);
        }
    }

    @Test
    void aProcessThatNeverReachedTheDatabaseMayCallGoogleForNothing() {
        dataSource.close();
        try (var one = newProcess()) {
            var budget = new QuotaBudget(QUOTA, one, Ledger.NONE, time);

            assertThatThrownBy(() -> budget.begin("1", 2, Urgency.LIVE)).isInstanceOf(QuotaUnknown.class);
        }
    }

    @Test
    void aProjectThatUsesTooMuchGoesAtHalfTheSpeedEverywhereAndRecoversWithinMinutes() {
        try (var one = process();
                var two = process()) {
            one.used(1, true);
            one.renew();

            one.tooMuch();
            two.tooMuch();
            one.used(1, true);
            one.renew();
            two.used(1, true);
            two.renew();
            one.used(1, true);
            one.renew();
            two.used(1, true);
            two.renew();

            assertThat(one.unitsPerMinute()).isCloseTo(ALL / 4, within(ALL / 50));
            assertThat(two.unitsPerMinute()).isCloseTo(ALL / 4, within(ALL / 50));
            jdbc.sql("update quota_slowdown set since = since - interval '1 minute'")
                    .update();
            one.used(1, true);
            one.renew();
            assertThat(granted()).isGreaterThan(ALL * 0.7);
        }
    }

    @Test
    void processesReadEachOthersUsageOfAnAccount() {
        var one = new JdbcLedger(jdbc, UUID.randomUUID());
        var two = new JdbcLedger(jdbc, UUID.randomUUID());
        var seconds = new int[60];
        seconds[0] = 20;
        seconds[59] = 7;

        one.write("1", seconds);
        one.write("1", seconds);

        assertThat(one.usageOfOtherProcesses("1")).isEmpty();
        assertThat(two.usageOfOtherProcesses("2")).isEmpty();
        assertThat(two.usageOfOtherProcesses("1")).singleElement().satisfies(spent -> {
            assertThat(spent.seconds()).containsExactly(seconds);
            assertThat(spent.age()).isNotNegative();
        });
    }

    private double granted() {
        return jdbc.sql("select sum(granted) from quota_leases")
                .query(Double.class)
                .single();
    }
}

package dev.mailkeep.activities.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.TestDatabase;
import dev.mailkeep.activities.outage.Outage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LeasedShareTest {

    private static final QuotaSettings QUOTA = QuotaSettings.ofToday();
    private static final double ALL = QUOTA.projectUsablePerMinute();

    private final VirtualTime time = new VirtualTime();
    private final Logger log = (Logger) LoggerFactory.getLogger(LeasedShareTest.class);
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

    /** One that has made its first call. */
    private LeasedShare process() {
        LeasedShare process = newProcess();
        assertThat(process.unitsPerMinute()).isNotNegative();
        return process;
    }

    @Test
    void thatPostgresIsAwayIsToldWhenItBeginsAndOnceAMinuteNotAtEachRenewal() {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        Logger ofShares = (Logger) LoggerFactory.getLogger(LeasedShare.class);
        try (var one = process()) {
            for (Logger logger : List.of(log, ofShares)) {
                logger.setLevel(Level.INFO);
                logger.addAppender(logged);
            }
            dataSource.close();
            for (int renewal = 0; renewal < 13; renewal++) {
                one.renew();
                one.tooMuch();
                time.pass(Duration.ofSeconds(10));
            }

            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("PostgreSQL "));
        } finally {
            for (Logger logger : List.of(log, ofShares)) {
                logger.setLevel(null);
                logger.detachAppender(logged);
            }
        }
    }

    @Test
    void aProcessGetsWhatItWantsAndRoomToGrow() {
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
    void processesThatWantEverythingShareItAndNeverHaveMoreThanAll() {
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
    void whoWantsLittleLeavesTheRestToTheOthersAndGetsItWhole() {
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
    void withoutADatabaseNothingMayBeCalledOnceTheLeaseIsOver() {
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
    void aProcessThatNeverReachedTheDatabaseMayCallNothing() {
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
    void whatOneProcessSpentOfAnAccountTheOthersRead() {
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

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThrottlingTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void theRetryTimeThatGoogleGivesIsKept() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        Instant until = Instant.now().plusSeconds(900).truncatedTo(ChronoUnit.MILLIS);
        mailkeep.google().faults().inject(Fault.rateLimited(until).on("history"));

        Progress progress = mailkeep.check();

        assertThat(progress.outcome()).isEqualTo(Outcome.THROTTLED);
        assertThat(progress.throttledUntil()).isEqualTo(until);
        assertThat(mailkeep.check().throttledUntil()).isNull();
    }

    @Test
    void anAbsurdRetryTimeIsReplacedByABackOffThatDoublesUpToAnHour() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        List<Fault> nonsense = List.of(
                Fault.rateLimited(Instant.now().minusSeconds(60)),
                Fault.rateLimited(Instant.now().plus(Duration.ofDays(9))),
                Fault.projectRateLimited());

        for (int i = 0; i < 12; i++) {
            mailkeep.google().faults().inject(nonsense.get(i % 3).on("history"));
            Instant before = Instant.now();
            Instant until = Objects.requireNonNull(mailkeep.check().throttledUntil());

            long expected = Math.min(15L << i, 3_600);
            assertThat(until.minusSeconds(expected)).isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
        }
    }

    @Test
    void tooManyCallsAtOnceAreRepeatedWithFewerAtOnceAndAfterAShortBackOff() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.tooManyConcurrent().on("history"));

        assertThat(mailkeep.check().throttledUntil()).isNull();

        mailkeep.google()
                .faults()
                .inject(Fault.tooManyConcurrent().on("history").times(5));
        assertThat(mailkeep.check().throttledUntil()).isBefore(Instant.now().plusSeconds(3));
    }

    @Test
    void aGmailThatAllowsTwoCallsAtOnceGetsTwoAndEverythingIsStored() {
        mailkeep.google().quota(Quota.unlimited().withConcurrentPerUser(2));
        mailkeep.google().latency(Duration.ofMillis(20));
        Set<String> queued = mailkeep.queue(40);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEqualTo(queued);
        assertThat(mailkeep.count("quarantined_messages")).isZero();
        assertThat(mailkeep.google().calls().rejected()).isLessThanOrEqualTo(4);
    }

    @Test
    void aProjectAtItsLimitSlowsDownAllMailboxes() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.projectRateLimited().on("history"));

        mailkeep.check();

        assertThat(mailkeep.jdbc()
                        .sql("select factor from quota_slowdown")
                        .query(Double.class)
                        .single())
                .isEqualTo(0.5);
    }

    @Test
    void aRunAtFullSpeedStaysWithinTheQuotaOfToday() {
        mailkeep.useQuota(Quota.ofToday(), QuotaSettings.ofToday());
        for (int i = 0; i < 60; i++) {
            mailkeep.account().deliver(Mail.from(BOSS).subject("Number " + i).build());
        }
        mailkeep.watch(BOSS);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(60);
        assertThat(mailkeep.google().calls().rejected()).isZero();
        assertThat(mailkeep.google().calls().peakConcurrency(MailboxFixture.OWNER))
                .isLessThanOrEqualTo(4);
    }

    @Test
    void anotherQuotaIsAnotherSetting() {
        var allowed = new Quota(60_000, 600_000, 3, Map.of("profile", 2, "history", 4, "list", 10, "get", 400));
        var used = new QuotaSettings(60_000, 600_000, 1, 3, 400, 10, 4, 2, 100);
        mailkeep.useQuota(allowed, used);
        Set<String> queued = mailkeep.queue(10);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEqualTo(queued);
        assertThat(mailkeep.google().calls().rejected()).isZero();
        assertThat(mailkeep.google().calls().units()).isGreaterThan(4_000);
    }

    @Test
    void liveMailIsStoredBeforeAnImport() {
        mailkeep.queue(20);
        String live = mailkeep.deliver(BOSS);
        mailkeep.check();

        mailkeep.store();

        // Four are in flight at once, and one of them may be answered after others that began later.
        assertThat(mailkeep.wire().fetched().subList(0, 8)).contains(live);
    }
}

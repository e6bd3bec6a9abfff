package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnconfirmedCandidatesTest {

    private static final String SOMEONE = "someone@elsewhere.example";

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture(Quirks.unkind());

    @Test
    void anUnconfirmedCandidateIsListedAgainAfterOneTenAndSixtyMinutesAndThenByTheAudit() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.deliver(SOMEONE);

        Progress progress = mailkeep.check();

        assertThat(waits()).isEqualTo(Duration.ofMinutes(1));
        assertThat(progress.checkAgainAt()).isNotNull();
        for (Duration next : List.of(Duration.ofMinutes(10), Duration.ofMinutes(60))) {
            dueNow();
            mailkeep.check();
            assertThat(waits()).isEqualTo(next);
        }
        dueNow();
        mailkeep.check();
        assertThat(mailkeep.count("unconfirmed_candidates where list_at is null"))
                .isEqualTo(1);
        assertThat(mailkeep.count("unconfirmed_candidates")).isEqualTo(1);

        mailkeep.auditIsDue();
        mailkeep.settle();

        assertThat(mailkeep.count("unconfirmed_candidates")).isZero();
        assertThat(mailkeep.wire().fetched()).isEmpty();
    }

    @Test
    void aSearchThatLagsBehindLosesNothing() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.deliver(SOMEONE);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).isEmpty();

        mailkeep.google().clock().advance(Duration.ofMinutes(1));
        dueNow();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.wire().fetched()).containsOnly(id);
    }

    @Test
    void mailWithAnOldDateThatArrivesNowIsFoundByAnAuditWithinTheHour() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        lastAudit("0 minutes");
        String id = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(6 * 365)));
        mailkeep.settleWithRelistings();
        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(mailkeep.count("unconfirmed_candidates")).isEqualTo(1);
        lastAudit("59 minutes");
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).isEmpty();

        lastAudit("60 minutes");
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.count("unconfirmed_candidates")).isZero();
    }

    @Test
    void anHourAfterAFreshCursorAnAuditFindsMailThatTheSearchLackedThen() {
        // Neither in a history that will be read nor in the search yet.
        String id = mailkeep.deliver(BOSS);
        mailkeep.watch(BOSS);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).isEmpty();

        mailkeep.google().clock().advance(Duration.ofHours(1));
        mailkeep.jdbc()
                .sql("update mailboxes set last_audit_at = last_audit_at - interval '1 hour'")
                .update();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void aMessageThatTheSearchNamedTooLooselyIsFetchedOnce() {
        mailkeep.useQuirks(Quirks.kind().withLooseFrom(true));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String loose = mailkeep.deliver("\"" + BOSS + "\" <" + SOMEONE + ">");
        mailkeep.settle();
        assertThat(mailkeep.wire().fetched()).containsExactly(loose);

        mailkeep.deliver(BOSS);
        mailkeep.settle();
        mailkeep.auditIsDue();
        mailkeep.settle();

        assertThat(mailkeep.wire().fetched()).hasSize(2).containsOnlyOnce(loose);
        assertThat(mailkeep.storedIds()).doesNotContain(loose);
    }

    private void lastAudit(String ago) {
        mailkeep.jdbc()
                .sql("update mailboxes set last_audit_at = now() - cast(:ago as interval)")
                .param("ago", ago)
                .update();
    }

    private void dueNow() {
        mailkeep.jdbc().sql("update unconfirmed_candidates set list_at = now()").update();
    }

    private Duration waits() {
        Double seconds = mailkeep.jdbc()
                .sql("select extract(epoch from list_at - seen_at) from unconfirmed_candidates")
                .query(Double.class)
                .single();
        return Duration.ofSeconds(Math.round(Objects.requireNonNull(seconds)));
    }
}

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.sync.progress.Completeness;
import dev.mailkeep.activities.sync.queue.Priority;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is claimed as complete. The model finds the cases that these tests do not have. */
class CompletenessTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void theHourBeforeANewCursorIsAGapUntilEverythingHasBeenListedAgain() {
        mailkeep.useQuirks(Quirks.unkind());
        Instant before = Instant.now();
        // Neither in a history that will be read nor in the search yet.
        String id = mailkeep.deliver(BOSS);
        mailkeep.watch(BOSS);
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(completeAsOf())
                .hasValueSatisfying(claim -> assertThat(claim)
                        .isBetween(
                                before.minus(Duration.ofMinutes(61)),
                                Instant.now().minus(Duration.ofMinutes(59))));

        hourPasses();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isAfter(before));
    }

    @Test
    void aCheckIsMadeAsSoonAsThatHourIsOverHoweverLongTheIntervalIs() {
        mailkeep.watch(BOSS);
        mailkeep.jdbc()
                .sql("update mailboxes set sync_interval_seconds = 86400")
                .update();
        Progress progress = mailkeep.settle();
        assertThat(mailkeep.count("mailboxes where last_audit_at = gap_until")).isEqualTo(1);
        progress = mailkeep.check();
        Instant due = mailkeep.jdbc()
                .sql("select gap_until + interval '1 hour' from mailboxes")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();

        assertThat(progress.checkAgainAt()).isEqualTo(due);

        hourPasses();
        Instant before = Instant.now();
        progress = mailkeep.settle();
        assertThat(progress.checkAgainAt()).isNull();
        assertThat(mailkeep.check().checkAgainAt()).isNull();
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isAfterOrEqualTo(before));
    }

    @Test
    void aHistoryRecordThatNamesNoMessageLeavesAGapUntilAnAuditAnHourLater() {
        closeGap();
        Instant before = Instant.now();
        mailkeep.deliver("someone@elsewhere.example");
        mailkeep.wire()
                .rewriteOnce(
                        Exchange::isHistory,
                        answer ->
                                answer.answering(200, answer.body().replaceAll("\"message\"(\\s*:)", "\"nothing\"$1")));

        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);

        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString());
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isBefore(before));
        hourPasses();
        mailkeep.settle();
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isAfter(before));
    }

    @Test
    void aMessageThatTheSearchNamesLateIsMissingSinceItArrivedAndNotSinceTheLastCheck() {
        mailkeep.useQuirks(Quirks.unkind());
        closeGap();
        String id = mailkeep.deliver(BOSS);
        Instant arrived = Instant.now();
        mailkeep.check();
        // Mail of another sender, so that the checks in between have candidates.
        mailkeep.deliver("someone@elsewhere.example");
        mailkeep.check();
        mailkeep.relistNow();
        mailkeep.check();

        assertThat(mailkeep.count("message_queue where message_id = '" + id + "'"))
                .isEqualTo(1);
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isBefore(arrived));
    }

    @Test
    void olderMailThatACheckFindsForANewSenderIsOfAnyAge() {
        closeGap();
        mailkeep.deliver("friend@corp.example");
        mailkeep.settleWithRelistings();
        mailkeep.auditIsDue();
        mailkeep.settle();
        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.deliver(BOSS);
        mailkeep.check();
        while (mailkeep.gmail()
                .findMessages(mailkeep.mailboxId(), FindMode.LISTING)
                .listing()) {
            // Until the import is listed and everything is queued.
        }

        assertThat(mailkeep.count("message_queue")).isEqualTo(2);
        assertThat(completeAsOf()).isEmpty();
    }

    @Test
    void recheckingStoredMailDoesNotDelayCompleteness() {
        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.deliver(BOSS);
        mailkeep.settle();
        // The mail of a removed sender is kept, so an expired cursor has it rechecked by its id.
        mailkeep.change(Removed.KEEP, "friend@corp.example");
        mailkeep.account().expireHistory();
        mailkeep.check();

        assertThat(mailkeep.count("message_queue where priority = " + Priority.RECHECK.ordinal()))
                .isEqualTo(1);
        while (mailkeep.search().listing()) {
            // Listing goes on.
        }
        assertThat(completeAsOf()).isNotEmpty();
    }

    /** Brings the mailbox to where nothing can be missing: the hour after the cursor began is over and audited. */
    private void closeGap() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        hourPasses();
        mailkeep.settle();
        assertThat(mailkeep.value("gap_from")).isEqualTo("null");
    }

    private void hourPasses() {
        mailkeep.google().clock().advance(Duration.ofHours(1));
        mailkeep.jdbc().sql("""
                        update mailboxes
                        set last_audit_at = last_audit_at - interval '1 hour',
                            gap_from = gap_from - interval '1 hour',
                            gap_until = gap_until - interval '1 hour'
                        """).update();
    }

    private Optional<Instant> completeAsOf() {
        Timestamp claim = mailkeep.jdbc()
                .sql("select " + Completeness.AS_OF + " from mailboxes m")
                .query((row, n) -> new Timestamp[] {row.getTimestamp(1)})
                .single()[0];
        return Optional.ofNullable(claim).map(Timestamp::toInstant);
    }
}

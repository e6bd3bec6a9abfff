package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
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

/** What is claimed as complete; the model finds what these do not. */
class CompletenessTest {

    @Test
    void theHourBeforeANewCursorIsUnprovenUntilEverythingHasBeenListedAgain() {
        try (var mailkeep = MailboxFixture.unkind()) {
            Instant before = Instant.now();
            // In no history that will be read, and not in the search yet.
            String id = mailkeep.deliver(BOSS);
            mailkeep.watch(BOSS);
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).isEmpty();
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim)
                            .isBetween(
                                    before.minus(Duration.ofMinutes(61)),
                                    Instant.now().minus(Duration.ofMinutes(59))));

            hourPasses(mailkeep);
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim).isAfter(before));
        }
    }

    @Test
    void theFirstLookAfterThatHourIsMadeWhenItIsOverHoweverLongTheIntervalIs() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.jdbc
                    .sql("update mailboxes set sync_interval_seconds = 86400")
                    .update();
            Progress progress = mailkeep.settle();
            assertThat(mailkeep.count("mailboxes where last_audit_at = gap_until"))
                    .isEqualTo(1);
            progress = mailkeep.check();
            Instant due = mailkeep.jdbc
                    .sql("select gap_until + interval '1 hour' from mailboxes")
                    .query((row, n) -> row.getTimestamp(1).toInstant())
                    .single();

            assertThat(progress.checkAgainAt()).isEqualTo(due);

            hourPasses(mailkeep);
            Instant before = Instant.now();
            progress = mailkeep.settle();
            assertThat(progress.checkAgainAt()).isNull();
            assertThat(mailkeep.check().checkAgainAt()).isNull();
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim).isAfterOrEqualTo(before));
        }
    }

    @Test
    void aHistoryRecordThatNamesNoMessageLeavesAGapUntilAnAuditAnHourLater() {
        try (var mailkeep = MailboxFixture.kind()) {
            proven(mailkeep);
            Instant before = Instant.now();
            mailkeep.deliver("someone@elsewhere.example");
            mailkeep.wire.rewriteOnce(
                    Exchange::isHistory,
                    answer -> answer.answering(200, answer.body().replaceAll("\"message\"(\\s*:)", "\"nothing\"$1")));

            assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);

            assertThat(mailkeep.value("history_id"))
                    .isEqualTo(mailkeep.account.historyId().toString());
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim).isBefore(before));
            hourPasses(mailkeep);
            mailkeep.settle();
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim).isAfter(before));
        }
    }

    @Test
    void whatTheSearchNamesLateIsMissingSinceItArrivedAndNotSinceTheLastLook() {
        try (var mailkeep = MailboxFixture.unkind()) {
            proven(mailkeep);
            String id = mailkeep.deliver(BOSS);
            Instant arrived = Instant.now();
            mailkeep.check();
            // Somebody else's, so that the looks in between are looks at something.
            mailkeep.deliver("someone@elsewhere.example");
            mailkeep.check();
            mailkeep.relistNow();
            mailkeep.check();

            assertThat(mailkeep.count("message_queue where message_id = '" + id + "'"))
                    .isEqualTo(1);
            assertThat(completeAsOf(mailkeep))
                    .hasValueSatisfying(claim -> assertThat(claim).isBefore(arrived));
        }
    }

    @Test
    void mailOfBeforeThatALookNamesForANewSenderIsOfAnyAge() {
        try (var mailkeep = MailboxFixture.kind()) {
            proven(mailkeep);
            mailkeep.deliver("friend@corp.example");
            mailkeep.settleWithRelistings();
            mailkeep.auditIsDue();
            mailkeep.settle();
            mailkeep.watch(BOSS, "friend@corp.example");
            mailkeep.deliver(BOSS);
            mailkeep.check();
            while (mailkeep.gmail
                    .findMessages(mailkeep.mailboxId, FindMode.LISTING)
                    .listing()) {
                // Until the import is listed, with everything in the queue.
            }

            assertThat(mailkeep.count("message_queue")).isEqualTo(2);
            assertThat(completeAsOf(mailkeep)).isEmpty();
        }
    }

    @Test
    void lookingAgainAtWhatIsStoredHoldsNothingUp() {
        try (var mailkeep = MailboxFixture.of(Quirks.kind())) {
            mailkeep.watch(BOSS, "friend@corp.example");
            mailkeep.deliver(BOSS);
            mailkeep.settle();
            // Kept, though nobody's any more, so that a new cursor asks for it itself.
            mailkeep.change(Removed.KEEP, "friend@corp.example");
            mailkeep.account.expireHistory();
            mailkeep.check();

            assertThat(mailkeep.count("message_queue where priority = " + Priority.RECHECK.ordinal()))
                    .isEqualTo(1);
            while (mailkeep.search().listing()) {
                // Listing goes on.
            }
            assertThat(completeAsOf(mailkeep)).isNotEmpty();
        }
    }

    /** The hour of the search is over since the cursor began. */
    private static void proven(MailboxFixture mailkeep) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        hourPasses(mailkeep);
        mailkeep.settle();
        assertThat(mailkeep.value("gap_from")).isEqualTo("null");
    }

    private static void hourPasses(MailboxFixture mailkeep) {
        mailkeep.google.clock().advance(Duration.ofHours(1));
        mailkeep.jdbc.sql("""
                        update mailboxes
                        set last_audit_at = last_audit_at - interval '1 hour',
                            gap_from = gap_from - interval '1 hour',
                            gap_until = gap_until - interval '1 hour'
                        """).update();
    }

    private static Optional<Instant> completeAsOf(MailboxFixture mailkeep) {
        Timestamp claim = mailkeep.jdbc
                .sql("select " + Completeness.AS_OF + " from mailboxes m")
                .query((row, n) -> new Timestamp[] {row.getTimestamp(1)})
                .single()[0];
        return Optional.ofNullable(claim).map(Timestamp::toInstant);
    }
}

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailCases;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.sync.progress.Completeness;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A search or a store that keeps failing holds back only itself. */
class SearchFailureTest {

    private static final Predicate<Exchange> FIRST_SEARCH = call -> call.isList() && asksFor(call, 1);

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void oneOfTwoSearchesThatKeepsFailingHoldsBackOnlyItself() {
        int senders = JsonParser.parseString(MailCases.open().json("import-one-search-fails.json"))
                .getAsJsonObject()
                .get("senders")
                .getAsInt();
        String ofTheFirst = mailkeep.deliver(sender(3));
        String ofTheSecond = mailkeep.deliver(sender(23), Instant.now().minus(Duration.ofDays(400)));
        mailkeep.wire().rewrite(FIRST_SEARCH, answer -> answer.failing(500, "backendError"));
        mailkeep.watch(IntStream.rangeClosed(1, senders)
                .mapToObj(SearchFailureTest::sender)
                .toArray(String[]::new));

        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(ofTheSecond);

        String live = mailkeep.deliver(sender(24));
        String liveOfTheFirst = mailkeep.deliver(sender(4));
        Progress progress = mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(ofTheSecond, live);
        assertThat(mailkeep.count("unconfirmed_candidates where message_id = '" + liveOfTheFirst + "'"))
                .isEqualTo(1);

        assertThat(progress.failing()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
        assertThat(progress.failingUntil()).isNotNull();
        assertThat(completeAsOf()).isEqualTo("null");

        mailkeep.wire().rewriteNothing();
        mailkeep.retryFailuresNow();
        progress = mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(ofTheFirst, ofTheSecond, live, liveOfTheFirst);
        assertThat(progress.failing()).isNull();
        assertThat(mailkeep.count("search_failures")).isZero();
    }

    @Test
    void aCheckWhoseOnlySearchFailsLosesNothingAndDoesEverythingElse() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String kept = mailkeep.deliver(BOSS);
        mailkeep.settle();
        String cursor = mailkeep.value("history_id");
        String late = mailkeep.deliver(BOSS);
        mailkeep.account().addLabels(kept, "Label_7");
        Instant before = Instant.now();
        mailkeep.google().faults().inject(Fault.backendError(500).on("list").times(-1));

        for (int check = 0; check < 4; check++) {
            mailkeep.retryFailuresNow();
            assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
        }

        assertThat(mailkeep.value("history_id")).isNotEqualTo(cursor);
        assertThat(mailkeep.labels(kept)).contains("Label_7");
        assertThat(mailkeep.count("unconfirmed_candidates where message_id = '" + late + "' and listings = 0"))
                .isEqualTo(1);
        assertThat(mailkeep.check().failing()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
        assertThat(mailkeep.count("mailboxes m where " + Completeness.AS_OF + " < timestamptz '" + before + "'"))
                .isEqualTo(1);

        mailkeep.google().faults().clear();
        mailkeep.retryFailuresNow();
        Progress repaired = mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(kept, late);
        assertThat(repaired.failing()).isNull();
    }

    @Test
    void aFailingSearchWaitsOutItsBackOffAndIsThenMadeAgainWithoutNewMail() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.backendError(500).on("list").times(1));
        String id = mailkeep.deliver(BOSS);
        Progress progress = mailkeep.check();
        assertThat(progress.checkAgainAt()).isBefore(Instant.now().plusSeconds(10));
        assertThat(progress.failing()).isNull();
        mailkeep.google().calls().reset();

        mailkeep.jdbc()
                .sql("update search_failures set next_attempt_at = now() + interval '1 minute'")
                .update();
        mailkeep.deliver(BOSS);
        mailkeep.check();
        assertThat(mailkeep.google().calls().count("list")).isZero();

        mailkeep.retryFailuresNow();
        mailkeep.settle();
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(1);
        assertThat(mailkeep.storedIds()).hasSize(2).contains(id);
    }

    @Test
    void aRetriedSearchReachesBackToTheFirstCandidateThatWaits() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.backendError(500).on("list").times(-1));
        String id = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(3)));
        mailkeep.check();
        // As after three days of failures, when only an audit would list the candidate again.
        mailkeep.jdbc()
                .sql("update unconfirmed_candidates set seen_at = now() - interval '3 days', list_at = null")
                .update();

        mailkeep.google().faults().clear();
        mailkeep.retryFailuresNow();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void aRefusedSearchIsReportedAsRefused() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.wire().rewrite(Exchange::isList, answer -> answer.failing(403, "forbidden"));
        mailkeep.deliver(BOSS);
        for (int check = 0; check < 3; check++) {
            mailkeep.retryFailuresNow();
            mailkeep.check();
        }

        assertThat(mailkeep.check().failing()).isEqualTo(FailureTypes.GMAIL_REFUSES);
    }

    @Test
    void anAccountWhoseMessagesAreAllRefusedIsReportedAsRefusedWhileChecksContinue() {
        mailkeep.queueLive(12);
        mailkeep.wire().rewrite(Exchange::isGet, answer -> answer.failing(403, "forbidden"));

        Progress progress = mailkeep.store();
        assertThat(progress.outcome()).isEqualTo(Outcome.DONE);
        assertThat(progress.ready()).isFalse();
        assertThat(progress.readyAt()).isNotNull();
        for (int tries = 0; tries < 3; tries++) {
            mailkeep.retryFailuresNow();
            progress = mailkeep.store();
        }
        assertThat(progress.failing()).isEqualTo(FailureTypes.GMAIL_REFUSES);
        assertThat(mailkeep.check().failing()).isEqualTo(FailureTypes.GMAIL_REFUSES);
        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        assertThat(mailkeep.count("quarantined_messages")).isZero();

        mailkeep.wire().rewriteNothing();
        mailkeep.retryFailuresNow();
        assertThat(mailkeep.settle().failing()).isNull();
        assertThat(mailkeep.storedIds()).hasSize(12);
    }

    @Test
    void anAuditThatCanNotEndIsStartedAgainSoThatOtherSendersMailIsStillFound() {
        mailkeep.watch(
                IntStream.rangeClosed(1, 25).mapToObj(SearchFailureTest::sender).toArray(String[]::new));
        mailkeep.settle();
        mailkeep.wire()
                .rewrite(
                        call -> FIRST_SEARCH.test(call) && !call.query().contains("after:"),
                        answer -> answer.failing(500, "backendError"));
        mailkeep.auditIsDue();
        mailkeep.settle();
        assertThat(mailkeep.count("listing_jobs where purpose = 'AUDIT'")).isEqualTo(1);

        // No search with a time bound names it.
        String old = mailkeep.deliver(sender(25), Instant.now().minus(Duration.ofDays(6 * 365)));
        mailkeep.settleWithRelistings();
        assertThat(mailkeep.storedIds()).isEmpty();
        mailkeep.auditIsDue();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(old);
        assertThat(mailkeep.count("listing_jobs where purpose = 'AUDIT'")).isEqualTo(1);
    }

    private static String sender(int number) {
        return "s%02d@corp.example".formatted(number);
    }

    private static boolean asksFor(Exchange call, int number) {
        return call.query().contains(sender(number));
    }

    private String completeAsOf() {
        return String.valueOf(mailkeep.jdbc()
                .sql("select coalesce(cast(" + Completeness.AS_OF + " as text), 'null') from mailboxes m")
                .query(String.class)
                .single());
    }
}

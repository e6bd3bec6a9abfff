package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import org.junit.jupiter.api.Test;

class MissingMessageTest {

    @Test
    void aMessageTakenForGoneIsThereAfterAllIfGmailListsItLongAfter() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.deliver(BOSS);
            mailkeep.check();
            mailkeep.jdbc
                    .sql("update message_queue set missing_since = now() - interval '10 minutes'")
                    .update();
            mailkeep.wire.rewriteOnce(exchange -> exchange.isGetOf(id), answer -> answer.failing(404, "notFound"));
            mailkeep.store();
            assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'"))
                    .isEqualTo(1);

            mailkeep.jdbc
                    .sql("update dismissed_messages set dismissed_at = now() - interval '2 hours'")
                    .update();
            mailkeep.auditIsDue();
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
        }
    }

    @Test
    void aMessageThatGmailDeniesAtFirstIsAskedForAgainAndStored() {
        try (var mailkeep = MailboxFixture.of(Quirks.kind().withFirstGetMissing(1))) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.deliver(BOSS);
            mailkeep.check();

            Progress denied = mailkeep.store();

            assertThat(denied.stored()).isZero();
            assertThat(denied.ready()).isFalse();
            assertThat(denied.readyAt()).isNotNull();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).containsExactly(id);
        }
    }

    @Test
    void aMessageThatGmailDeniesForTenMinutesIsGoneAndNotAskedForAgain() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.deliver(BOSS);
            mailkeep.wire.rewrite(exchange -> exchange.isGetOf(id), answer -> answer.failing(404, "notFound"));
            mailkeep.settle();
            assertThat(mailkeep.count("message_queue where missing_since is not null"))
                    .isEqualTo(1);

            mailkeep.jdbc
                    .sql("update message_queue set missing_since = now() - interval '9 minutes', not_before = now()")
                    .update();
            mailkeep.store();
            assertThat(mailkeep.count("message_queue")).isEqualTo(1);
            mailkeep.jdbc
                    .sql("update message_queue set missing_since = now() - interval '10 minutes', not_before = now()")
                    .update();
            mailkeep.store();

            assertThat(mailkeep.count("message_queue")).isZero();
            assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'"))
                    .isEqualTo(1);
            int asked = mailkeep.wire.fetched().size();
            mailkeep.auditIsDue();
            mailkeep.settle();
            assertThat(mailkeep.wire.fetched()).hasSize(asked);
        }
    }

    @Test
    void aPageThatIsNotGmailsOwnMakesNoMessageMissing() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            String kept = mailkeep.stored(BOSS);
            String id = mailkeep.deliver(BOSS);
            mailkeep.wire.rewriteOnce(
                    exchange -> exchange.isGetOf(id),
                    answer -> answer.answering(404, "<html><title>404 Not Found</title>nginx</html>"));

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(kept, id);
            assertThat(mailkeep.count("quarantined_messages")).isZero();
        }
    }

    @Test
    void aHistoryThatAProxyDeniesIsNotAnExpiredOne() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.wire.rewriteOnce(
                    exchange -> exchange.isHistory(), answer -> answer.answering(404, "<html>404</html>"));

            assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

            assertThat(mailkeep.count("listing_jobs")).isZero();
            mailkeep.google.faults().inject(Fault.notFound().on("history"));
            assertThat(mailkeep.check().listing()).isTrue();
        }
    }
}

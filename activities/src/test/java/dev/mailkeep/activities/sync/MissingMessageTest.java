package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MissingMessageTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aMessageDismissedAsGoneIsFetchedIfGmailListsItLongAfter() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.check();
        mailkeep.jdbc()
                .sql("update message_queue set missing_since = now() - interval '10 minutes'")
                .update();
        mailkeep.wire().rewriteOnce(exchange -> exchange.isGetOf(id), answer -> answer.failing(404, "notFound"));
        mailkeep.store();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'")).isEqualTo(1);

        mailkeep.jdbc()
                .sql("update dismissed_messages set dismissed_at = now() - interval '2 hours'")
                .update();
        mailkeep.auditIsDue();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void aMessageThatGmailDeniesAtFirstIsAskedForAgainAndStored() {
        mailkeep.useQuirks(Quirks.kind().withFirstGetMissing(1));
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

    @Test
    void aMessageThatGmailDeniesForTenMinutesIsGoneAndNotAskedForAgain() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire().rewrite(exchange -> exchange.isGetOf(id), answer -> answer.failing(404, "notFound"));
        mailkeep.settle();
        assertThat(mailkeep.count("message_queue where missing_since is not null"))
                .isEqualTo(1);

        mailkeep.jdbc()
                .sql("update message_queue set missing_since = now() - interval '9 minutes', not_before = now()")
                .update();
        mailkeep.store();
        assertThat(mailkeep.count("message_queue")).isEqualTo(1);
        mailkeep.jdbc()
                .sql("update message_queue set missing_since = now() - interval '10 minutes', not_before = now()")
                .update();
        mailkeep.store();

        assertThat(mailkeep.count("message_queue")).isZero();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'")).isEqualTo(1);
        int asked = mailkeep.wire().fetched().size();
        mailkeep.auditIsDue();
        mailkeep.settle();
        assertThat(mailkeep.wire().fetched()).hasSize(asked);
    }

    @Test
    void a404OfAProxyMakesNoMessageMissing() {
        mailkeep.watch(BOSS);
        String kept = mailkeep.stored(BOSS);
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire()
                .rewriteOnce(
                        exchange -> exchange.isGetOf(id),
                        answer -> answer.answering(404, "<html><title>404 Not Found</title>nginx</html>"));

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(kept, id);
        assertThat(mailkeep.count("quarantined_messages")).isZero();
    }

    @Test
    void a404OfAProxyForTheHistoryDoesNotExpireTheCursor() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.wire()
                .rewriteOnce(exchange -> exchange.isHistory(), answer -> answer.answering(404, "<html>404</html>"));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

        assertThat(mailkeep.count("listing_jobs")).isZero();
        mailkeep.google().faults().inject(Fault.notFound().on("history"));
        assertThat(mailkeep.check().listing()).isTrue();
    }
}

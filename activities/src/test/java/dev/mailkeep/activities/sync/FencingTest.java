package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FencingTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aFindUnderAnOlderGenerationChangesNothing() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String cursor = mailkeep.value("history_id");
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire().before(Exchange::isList, mailkeep::reconnect);

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.SUPERSEDED);

        assertThat(mailkeep.value("history_id")).isEqualTo(cursor);
        assertThat(mailkeep.count("message_queue")).isZero();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void aStoreUnderAnOlderGenerationChangesNothing() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.check();
        mailkeep.wire().before(Exchange::isGet, mailkeep::reconnect);

        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.SUPERSEDED);

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(mailkeep.count("message_queue")).isEqualTo(1);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void afterADisconnectDuringAFetchNothingIsStored() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.deliver(BOSS);
        mailkeep.check();
        mailkeep.wire().before(Exchange::isGet, () -> mailkeep.command(Kind.DISCONNECT));

        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.SUPERSEDED);

        assertThat(mailkeep.storedIds()).isEmpty();
    }

    @Test
    void aRefusalOfAnOlderGrantDoesNotChangeTheStateOfANewerOne() {
        MailboxRow seen = mailkeep.mailbox();
        mailkeep.reconnect();
        var conditions = mailkeep.bean(Conditions.class);

        assertThatThrownBy(() ->
                        conditions.requireReconnect(seen, RevocationCause.REVOKED, Conditions.TokenFate.DESTROY_TOKEN))
                .isInstanceOf(Mailboxes.Superseded.class);
        assertThatThrownBy(() -> conditions.blocked(seen, "ADMIN_POLICY")).isInstanceOf(Mailboxes.Superseded.class);

        assertThat(mailkeep.value("condition")).isEqualTo("OK");
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(1);
    }

    @Test
    void aRefusalThatArrivesAfterTheOwnerHasReconnectedChangesNothing() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.wire().rewrite(Exchange::isHistory, answer -> {
            if (mailkeep.wire().exchanges(exchange -> exchange.status() == 401).size() == 1) {
                mailkeep.reconnect();
            }
            return answer.failing(401, "authError");
        });

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.SUPERSEDED);

        assertThat(mailkeep.value("condition")).isEqualTo("OK");
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(1);
        mailkeep.wire().rewriteNothing();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aFindStartsOverWhenTheSendersChangeMeanwhile() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String boss = mailkeep.deliver(BOSS);
        String friend = mailkeep.deliver("friend@corp.example");
        mailkeep.wire().before(Exchange::isList, () -> mailkeep.watch(BOSS, "friend@corp.example"));
        mailkeep.wire().forget();

        Progress progress = mailkeep.check();

        assertThat(progress.outcome()).isEqualTo(Outcome.DONE);
        assertThat(mailkeep.wire().exchanges(Exchange::isHistory)).hasSize(2);
        assertThat(mailkeep.count("message_queue")).isEqualTo(2);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(boss, friend);
    }

    @Test
    void aStoreMatchesAgainWhenTheSendersChangeMeanwhile() {
        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.settle();
        String friend = mailkeep.deliver("friend@corp.example");
        mailkeep.check();
        mailkeep.wire().before(Exchange::isGet, () -> mailkeep.change(Removed.KEEP, BOSS));

        mailkeep.store();

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                .isEqualTo(1);
        // The refusal does not count once the sender is watched again.
        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(friend);
    }

    @Test
    void aListingContinuesWithTheRemainingSenders() {
        var expected = new HashSet<String>();
        for (int i = 0; i < 1_300; i++) {
            String from = i % 2 == 0 ? BOSS : "friend@corp.example";
            String id = mailkeep.account()
                    .deliver(Mail.from(from).subject("Number " + i).build());
            if (i % 2 == 0) {
                expected.add(id);
            }
        }
        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.check();
        mailkeep.wire()
                .before(
                        exchange -> exchange.isList() && exchange.query().contains("pageToken"),
                        () -> mailkeep.change(Removed.KEEP, BOSS));

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEqualTo(expected);
        assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
    }

    @Test
    void aCheckThatWritesLateUndoesNothingForGood() {
        mailkeep.watch(BOSS);
        String id = mailkeep.stored(BOSS);
        mailkeep.account().addLabels(id, "STARRED");
        // Temporal has given this check up and started another, and this one is still running.
        mailkeep.wire().before(Exchange::isHistory, () -> {
            mailkeep.account().removeLabels(id, "STARRED");
            mailkeep.deliver(BOSS);
            mailkeep.checkElsewhere();
            mailkeep.storeElsewhere();
            assertThat(mailkeep.labels(id)).doesNotContain("STARRED");
        });

        mailkeep.check();
        mailkeep.settle();

        assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account().labels(id));
        assertThat(mailkeep.count("email_messages")).isEqualTo(2);
        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString());
    }

    @Test
    void twoStoresOfOneMailboxStoreNothingTwice() {
        mailkeep.queue(200);

        // The other worker is started before, so that both stores begin at the same time.
        MessageActivities elsewhere = mailkeep.messagesElsewhere();
        CompletableFuture<Progress> other =
                CompletableFuture.supplyAsync(() -> elsewhere.storeMessages(mailkeep.mailboxId()));
        Progress one = mailkeep.store();
        Progress two = other.join();

        assertThat(one.stored() + two.stored()).isEqualTo(200);
        assertThat(mailkeep.storedIds()).hasSize(200);
        assertThat(mailkeep.value("import_stored")).isEqualTo("200");
        assertThat(mailkeep.value("import_found")).isEqualTo("200");
    }
}

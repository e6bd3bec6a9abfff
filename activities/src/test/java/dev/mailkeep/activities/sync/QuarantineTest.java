package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuarantineTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aMessageThatAloneFailsThreeTimesIsQuarantinedWhileOthersAreStored() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String poison = mailkeep.deliver(BOSS);
        List<String> others = List.of(mailkeep.deliver(BOSS), mailkeep.deliver(BOSS));
        refuse(poison, 500);

        Progress progress = mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(progress.readyAt()).isNull();
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.messageId()).isEqualTo(poison);
            assertThat(entry.attempts()).isEqualTo(3);
            assertThat(entry.reason()).isEqualTo("Gmail does not return this message");
        });

        // Neither history nor a listing brings it back by itself.
        mailkeep.account().addLabels(poison, "STARRED");
        mailkeep.auditIsDue();
        mailkeep.settle();
        assertThat(entries()).hasSize(1);

        mailkeep.wire().rewriteNothing();
        assertThat(mailkeep.bean(Quarantine.class).retry(mailkeep.userId(), mailkeep.mailboxId(), poison))
                .isTrue();
        mailkeep.settle();

        assertThat(entries()).isEmpty();
        assertThat(mailkeep.storedIds()).contains(poison);
    }

    @Test
    void aPoisonousMessageThatIsAloneInTheQueueIsTestedAgainstAStoredOne() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        String poison = mailkeep.deliver(BOSS);
        refuse(poison, 500);

        mailkeep.settle();

        assertThat(entries()).extracting(Quarantine.Entry::messageId).containsExactly(poison);
        assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
    }

    @Test
    void poisonousMessagesAtTheHeadOfTheQueueDoNotDelayTheOthers() {
        var poison = new HashSet<String>();
        var good = new HashSet<String>();
        for (int i = 0; i < 30; i++) {
            String id = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofHours(i)));
            (i < 20 ? poison : good).add(id);
        }
        poison.forEach(id -> refuse(id, 500));
        mailkeep.watch(BOSS);

        for (int i = 0; i < 15; i++) {
            mailkeep.settle();
        }

        assertThat(mailkeep.storedIds()).isEqualTo(good);
        assertThat(entries()).extracting(Quarantine.Entry::messageId).containsExactlyInAnyOrderElementsOf(poison);
        assertThat(mailkeep.value("import_found")).isEqualTo("10");
        assertThat(mailkeep.value("import_stored")).isEqualTo("10");
    }

    @Test
    void aMessageThatCanNotBeReadIsQuarantinedWithThatReason() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String poison = mailkeep.deliver(BOSS);
        String other = mailkeep.deliver(BOSS);
        makeUnreadable(poison);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(other);
        assertThat(entries()).extracting(Quarantine.Entry::reason).containsExactly("The message can't be read");
    }

    @Test
    void mailThatAnOlderParserQuarantinedIsReadOnceMoreByThisOne() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String legible = mailkeep.deliver(BOSS);
        String poison = mailkeep.deliver(BOSS);
        makeUnreadable(legible, poison);
        mailkeep.settle();
        assertThat(entries()).hasSize(2);

        mailkeep.wire().rewriteNothing();
        makeUnreadable(poison);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).as("by the same parser").isEmpty();

        mailkeep.jdbc()
                .sql("update quarantined_messages set parser_version = parser_version - 1")
                .update();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(legible);
        assertThat(entries()).extracting(Quarantine.Entry::messageId).containsExactly(poison);

        mailkeep.wire().forget();
        mailkeep.settle();
        assertThat(mailkeep.wire().fetched()).as("once").isEmpty();
    }

    @Test
    void aMessageWhoseAnswerIsTooLongDelaysNoOther() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String poison = mailkeep.deliver(BOSS);
        String other = mailkeep.deliver(BOSS);
        mailkeep.wire()
                .rewrite(
                        exchange -> exchange.isGetOf(poison),
                        answer -> answer.answering(200, "{\"id\": \"" + "0".repeat(9 * 1024 * 1024) + "\"}"));

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(other);
        assertThat(entries()).extracting(Quarantine.Entry::messageId).containsExactly(poison);
    }

    @Test
    void aMessageThatPostgreSqlRefusesDoesNotDelayItsBatch() {
        mailkeep.jdbc()
                .sql("alter table email_messages add constraint no_poison check (subject <> 'Poison')")
                .update();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String poison =
                mailkeep.account().deliver(Mail.from(BOSS).subject("Poison").build());
        String other = mailkeep.deliver(BOSS);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(other);
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.messageId()).isEqualTo(poison);
            assertThat(entry.reason()).isEqualTo("The message can't be stored");
        });
    }

    @Test
    void aQuarantinedMessageThatIsDeletedAtGmailLeavesTheQuarantine() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        String poison = mailkeep.deliver(BOSS);
        refuse(poison, 500);
        mailkeep.settle();
        assertThat(entries()).hasSize(1);

        mailkeep.account().delete(poison);
        mailkeep.check();

        assertThat(entries()).isEmpty();
        assertThat(mailkeep.bean(Quarantine.class).retry(mailkeep.userId(), mailkeep.mailboxId(), poison))
                .isFalse();
    }

    private void makeUnreadable(String... ids) {
        mailkeep.wire()
                .rewrite(
                        exchange -> Arrays.stream(ids).anyMatch(exchange::isGetOf),
                        answer -> answer.answering(
                                200,
                                answer.body()
                                        .replaceFirst(
                                                "\"internalDate\"\\s*:\\s*\"\\d+\"",
                                                "\"internalDate\":\"9223372036854775807\"")));
    }

    private void refuse(String id, int status) {
        mailkeep.wire().rewrite(exchange -> exchange.isGetOf(id), answer -> answer.failing(status, "backendError"));
    }

    private List<Quarantine.Entry> entries() {
        return mailkeep.bean(Quarantine.class).list(mailkeep.jdbc(), mailkeep.userId(), mailkeep.mailboxId());
    }
}

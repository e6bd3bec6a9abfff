package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuarantineTest {

    @Test
    void aMessageThatAloneFailsThreeTimesIsQuarantinedWhileOthersGoOn() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String poison = mailkeep.deliver(BOSS);
            List<String> others = List.of(mailkeep.deliver(BOSS), mailkeep.deliver(BOSS));
            refuse(mailkeep, poison, 500);

            Progress progress = mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(others);
            assertThat(progress.readyAt()).isNull();
            assertThat(entries(mailkeep)).singleElement().satisfies(entry -> {
                assertThat(entry.messageId()).isEqualTo(poison);
                assertThat(entry.attempts()).isEqualTo(3);
                assertThat(entry.reason()).isEqualTo("Gmail does not hand this message out");
            });

            // Neither history nor a listing brings it back by itself.
            mailkeep.account.addLabels(poison, "STARRED");
            mailkeep.auditIsDue();
            mailkeep.settle();
            assertThat(entries(mailkeep)).hasSize(1);

            mailkeep.wire.rewriteNothing();
            assertThat(mailkeep.bean(Quarantine.class).retry(mailkeep.userId, mailkeep.mailboxId, poison))
                    .isTrue();
            mailkeep.settle();

            assertThat(entries(mailkeep)).isEmpty();
            assertThat(mailkeep.storedIds()).contains(poison);
        }
    }

    @Test
    void aPoisonousMessageWithNobodyBesideItIsFoundOutByAskingForAStoredOne() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);
            String poison = mailkeep.deliver(BOSS);
            refuse(mailkeep, poison, 500);

            mailkeep.settle();

            assertThat(entries(mailkeep))
                    .extracting(Quarantine.Entry::messageId)
                    .containsExactly(poison);
            assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
        }
    }

    @Test
    void poisonousMessagesAtTheHeadOfTheQueueDoNotHoldUpTheOthers() {
        try (var mailkeep = MailboxFixture.kind()) {
            var poison = new HashSet<String>();
            var good = new HashSet<String>();
            for (int i = 0; i < 30; i++) {
                String id = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofHours(i)));
                (i < 20 ? poison : good).add(id);
            }
            poison.forEach(id -> refuse(mailkeep, id, 500));
            mailkeep.watch(BOSS);

            for (int i = 0; i < 15; i++) {
                mailkeep.settle();
            }

            assertThat(mailkeep.storedIds()).isEqualTo(good);
            assertThat(entries(mailkeep))
                    .extracting(Quarantine.Entry::messageId)
                    .containsExactlyInAnyOrderElementsOf(poison);
            assertThat(mailkeep.value("import_found")).isEqualTo("10");
            assertThat(mailkeep.value("import_stored")).isEqualTo("10");
        }
    }

    @Test
    void anOutageOfAllMessagesNeverCounts() {
        try (var mailkeep = MailboxFixture.kind()) {
            var ids = new ArrayList<String>();
            ids.add(mailkeep.deliver(BOSS));
            mailkeep.watch(BOSS);
            mailkeep.settle();
            for (int i = 0; i < 30; i++) {
                ids.add(mailkeep.deliver(BOSS));
            }
            mailkeep.check();
            for (int status : new int[] {500, 502, 503, 504}) {
                mailkeep.google
                        .faults()
                        .inject(Fault.backendError(status).on("get").times(-1));
                assertThat(mailkeep.store().ready()).isFalse();
                assertThat(mailkeep.count(
                                "search_failures where part = 'STORE' and failure_type = 'GoogleUnavailable'"))
                        .isEqualTo(1);
                mailkeep.google.faults().clear();
            }

            assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void anOutageThatBeginsInMidBatchCountsAgainstNobody() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.queueLive(60);
            var gets = new AtomicInteger();
            mailkeep.wire.rewrite(
                    Exchange::isGet,
                    answer -> gets.getAndIncrement() < 20 ? answer : answer.failing(503, "backendError"));

            assertThat(mailkeep.store().stored()).isEqualTo(20);

            assertThat(mailkeep.count("search_failures where part = 'STORE'")).isEqualTo(1);
            assertThat(mailkeep.storedIds()).hasSize(20);
            assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        }
    }

    @Test
    void throttlingNeverCounts() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.queueLive(10);
            mailkeep.google
                    .faults()
                    .inject(Fault.rateLimited(Instant.now().plusSeconds(600))
                            .on("get")
                            .times(-1));

            for (int i = 0; i < 4; i++) {
                assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.THROTTLED);
            }

            assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
            mailkeep.google.faults().clear();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).hasSize(10);
        }
    }

    @Test
    void troubleWithTheTokenNeverCounts() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.queueLive(20);
            int[] gets = {0};
            mailkeep.wire.rewrite(Exchange::isGet, answer -> {
                if (gets[0]++ == 5) {
                    mailkeep.google
                            .faults()
                            .inject(Fault.backendError(503).on("token").times(-1));
                    mailkeep.account.expireAccessTokens();
                }
                return answer;
            });

            assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

            assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
            mailkeep.google.faults().clear();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).hasSize(20);
        }
    }

    @Test
    void aMessageThatCanNotBeReadIsQuarantinedWithThatReason() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String poison = mailkeep.deliver(BOSS);
            String other = mailkeep.deliver(BOSS);
            makeUnreadable(mailkeep, poison);

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(other);
            assertThat(entries(mailkeep))
                    .extracting(Quarantine.Entry::reason)
                    .containsExactly("The message can't be read");
        }
    }

    @Test
    void whatAnOlderParserGaveUpIsTriedOnceMoreByThisOne() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String legible = mailkeep.deliver(BOSS);
            String poison = mailkeep.deliver(BOSS);
            makeUnreadable(mailkeep, legible, poison);
            mailkeep.settle();
            assertThat(entries(mailkeep)).hasSize(2);

            mailkeep.wire.rewriteNothing();
            makeUnreadable(mailkeep, poison);
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).as("by the same parser").isEmpty();

            mailkeep.jdbc
                    .sql("update quarantined_messages set parser_version = parser_version - 1")
                    .update();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).containsExactly(legible);
            assertThat(entries(mailkeep))
                    .extracting(Quarantine.Entry::messageId)
                    .containsExactly(poison);

            mailkeep.wire.forget();
            mailkeep.settle();
            assertThat(mailkeep.wire.fetched()).as("once").isEmpty();
        }
    }

    @Test
    void aMessageWhoseAnswerIsTooLongToBeReadHoldsUpNobody() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String poison = mailkeep.deliver(BOSS);
            String other = mailkeep.deliver(BOSS);
            mailkeep.wire.rewrite(
                    exchange -> exchange.isGetOf(poison),
                    answer -> answer.answering(200, "{\"id\": \"" + "0".repeat(9 * 1024 * 1024) + "\"}"));

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(other);
            assertThat(entries(mailkeep))
                    .extracting(Quarantine.Entry::messageId)
                    .containsExactly(poison);
        }
    }

    @Test
    void aMessageThatPostgreSqlRefusesDoesNotHoldUpItsBatch() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.jdbc
                    .sql("alter table email_messages add constraint no_poison check (subject <> 'Poison')")
                    .update();
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String poison =
                    mailkeep.account.deliver(Mail.from(BOSS).subject("Poison").build());
            String other = mailkeep.deliver(BOSS);

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(other);
            assertThat(entries(mailkeep)).singleElement().satisfies(entry -> {
                assertThat(entry.messageId()).isEqualTo(poison);
                assertThat(entry.reason()).isEqualTo("The message can't be stored");
            });
        }
    }

    @Test
    void aQuarantinedMessageThatIsDeletedAtGmailIsForgotten() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);
            String poison = mailkeep.deliver(BOSS);
            refuse(mailkeep, poison, 500);
            mailkeep.settle();
            assertThat(entries(mailkeep)).hasSize(1);

            mailkeep.account.delete(poison);
            mailkeep.check();

            assertThat(entries(mailkeep)).isEmpty();
            assertThat(mailkeep.bean(Quarantine.class).retry(mailkeep.userId, mailkeep.mailboxId, poison))
                    .isFalse();
        }
    }

    private static void makeUnreadable(MailboxFixture mailkeep, String... ids) {
        mailkeep.wire.rewrite(
                exchange -> Arrays.stream(ids).anyMatch(exchange::isGetOf),
                answer -> answer.answering(
                        200,
                        answer.body()
                                .replaceFirst(
                                        "\"internalDate\"\\s*:\\s*\"\\d+\"",
                                        "\"internalDate\":\"9223372036854775807\"")));
    }

    private static void refuse(MailboxFixture mailkeep, String id, int status) {
        mailkeep.wire.rewrite(exchange -> exchange.isGetOf(id), answer -> answer.failing(status, "backendError"));
    }

    private static List<Quarantine.Entry> entries(MailboxFixture mailkeep) {
        return mailkeep.bean(Quarantine.class).list(mailkeep.jdbc, mailkeep.userId, mailkeep.mailboxId);
    }
}

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.sync.progress.Completeness;
import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which mail is refused, and what becomes of refusals when a newer parser reads the mail. */
class RefusedTest {

    private static final String SPOOF = "\"boss@corp.example\\\" <evil@x.example>";

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void mailWhoseSenderIsInDoubtIsFetchedOnceMoreAndThenQuarantinedWithTheReason() {
        mailkeep.useQuirks(Quirks.kind().withLooseFrom(true));
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.auditIsDue();
        mailkeep.settle();
        Instant before = Instant.now();
        assertThat(completeAsOf()).isPresent();
        List<String> doubtful = List.of(
                deliver(SPOOF),
                deliver("Boss <boss@corp.example"),
                deliver("The Boss boss@corp.example"),
                deliver("\"evil\" <boss@corp.example>\" <evil@x.example>"));
        mailkeep.wire().forget();

        mailkeep.settle();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(1);
        assertThat(mailkeep.count("dismissed_messages")).isZero();
        assertThat(mailkeep.wire().fetched()).hasSize(8).containsAll(doubtful);
        assertThat(quarantine()).hasSize(4).allSatisfy(entry -> {
            assertThat(doubtful).contains(entry.messageId());
            assertThat(entry.reason())
                    .isEqualTo("The From header can't be read with certainty, and it names a watched sender");
            assertThat(entry.attempts()).isEqualTo(2);
        });
        assertThat(completeAsOf()).hasValueSatisfying(claim -> assertThat(claim).isBefore(before));

        assertThat(mailkeep.bean(Quarantine.class).retry(mailkeep.userId(), mailkeep.mailboxId(), doubtful.get(0)))
                .isTrue();
        mailkeep.settle();
        assertThat(quarantine()).hasSize(4);
    }

    @Test
    void anotherSendersMailIsRefusedThoughItNamesTheSenderIfItIsReadWithoutDoubt() {
        mailkeep.useQuirks(Quirks.kind().withLooseFrom(true));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        deliver("\"boss@corp.example\" <evil@x.example>");
        deliver("\"<boss@corp.example>\" <evil@x.example>");
        deliver("Corp Example \"Boss <notboss@corp.example>");

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(quarantine()).isEmpty();
        assertThat(mailkeep.count("message_queue")).isZero();
        assertThat(mailkeep.count(
                        "dismissed_messages where outcome = 'REFUSED' and parser_version = " + MailParser.VERSION))
                .isPositive();
    }

    @Test
    void aMessageAlwaysAnsweredWithoutAFromHeaderIsQuarantinedAndStoredOnceTheHeaderComes() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire()
                .rewrite(
                        exchange -> exchange.isGetOf(id),
                        answer -> answer.answering(200, answer.body().replace("\"From\"", "\"X-From\"")));

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(quarantine())
                .extracting(Quarantine.Entry::reason)
                .containsExactly("Gmail returned no From header for this message");

        mailkeep.wire().rewriteNothing();
        mailkeep.bean(Quarantine.class).retry(mailkeep.userId(), mailkeep.mailboxId(), id);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void mailInDoubtThatIsInSpamIsNotQuarantined() {
        mailkeep.useQuirks(Quirks.kind().withLooseFrom(true));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = deliver(SPOOF);
        mailkeep.check();
        mailkeep.account().addLabels(id, "SPAM");

        mailkeep.settle();

        assertThat(quarantine()).isEmpty();
        assertThat(mailkeep.count("message_queue")).isZero();
    }

    @Test
    void mailThatAnOlderParserRefusedIsReadAgainOnceInPagesAndAfterLiveMail() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        var refused = new ArrayList<String>();
        for (int i = 0; i < 450; i++) {
            refused.add(mailkeep.account()
                    .deliver(Mail.from(i % 9 == 0 ? BOSS : "x" + i + "@elsewhere.example")
                            .build()));
        }
        refuse(refused, 1);
        mailkeep.wire().forget();

        assertThat(completeAsOf()).isEmpty();
        mailkeep.check();
        assertThat(mailkeep.count("message_queue")).isEqualTo(200);
        assertThat(completeAsOf()).isEmpty();
        String live = mailkeep.deliver(BOSS);
        mailkeep.settle();

        assertThat(mailkeep.wire().fetched().indexOf(live)).isLessThan(4);
        assertThat(mailkeep.wire().fetched()).doesNotHaveDuplicates().hasSize(451);
        assertThat(mailkeep.count("email_messages")).isEqualTo(52);
        assertThat(mailkeep.count("dismissed_messages where parser_version = " + MailParser.VERSION))
                .isEqualTo(400);
        assertThat(completeAsOf()).isPresent();

        mailkeep.settle();
        assertThat(mailkeep.wire().fetched()).hasSize(451);
    }

    @Test
    void mailRefusedUnderOtherSendersIsNotFetchedUnlessASearchNamesIt() {
        mailkeep.watch(BOSS, "@list.example");
        mailkeep.settle();
        String id = mailkeep.account().deliver(Mail.from("x@elsewhere.example").build());
        refuse(List.of(id), 1);
        mailkeep.change(Removed.KEEP, BOSS);
        mailkeep.wire().forget();

        mailkeep.settle();

        assertThat(mailkeep.wire().fetched()).isEmpty();
        assertThat(completeAsOf()).isPresent();
    }

    private String deliver(String from) {
        return mailkeep.account().deliver(Mail.from(from).build());
    }

    private void refuse(List<String> ids, int parserVersion) {
        mailkeep.jdbc().sql("delete from message_queue").update();
        mailkeep.jdbc()
                .sql("""
                        insert into dismissed_messages (mailbox_id, message_id, outcome, senders_version, parser_version)
                        select m.id, ids.id, 'REFUSED', m.senders_version, :parser
                        from mailboxes m, unnest(:ids) as ids (id)
                        """)
                .param("parser", parserVersion)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    private List<Quarantine.Entry> quarantine() {
        return mailkeep.bean(Quarantine.class).list(mailkeep.jdbc(), mailkeep.userId(), mailkeep.mailboxId());
    }

    private Optional<Instant> completeAsOf() {
        return Optional.ofNullable(mailkeep.jdbc()
                        .sql("select " + Completeness.AS_OF + " from mailboxes m where m.id = :id")
                        .param("id", mailkeep.mailboxId())
                        .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)))
                        .single()
                        .orElse(null))
                .map(Timestamp::toInstant);
    }
}

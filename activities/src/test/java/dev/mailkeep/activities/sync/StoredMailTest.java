package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredMailTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aMessageIsStoredAsItCame() {
        mailkeep.useQuirks(Quirks.kind().withPaddedSnippets(true));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        Instant received = Instant.parse("2025-03-30T01:30:00.123Z");
        String id = mailkeep.account()
                .deliver(Mail.from("\"The =?utf-8?q?B=C3=B6ss?=\" <Boss@Corp.Example>")
                        .subject("=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
                        .snippet("It's <b>new</b>")
                        .header("Reply-To", "reply@x.example")
                        .header("Cc", "cc@x.example")
                        .header("List-Id", "<list.x.example>")
                        .to("ada@gmail.example")
                        .receivedAt(received)
                        .size(4_711)
                        .build());
        mailkeep.settleWithRelistings();
        mailkeep.auditIsDue();
        mailkeep.settle();

        Map<String, Object> row = mailkeep.jdbc()
                .sql(
                        "select *, extract(epoch from received_at) as epoch, array_to_string(labels, ',') as shown from email_messages")
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("message_id", id)
                .containsEntry("sender_email", "Boss@Corp.Example")
                .containsEntry("sender_key", "boss@corp.example")
                .containsEntry("subject", "Grüße")
                .containsEntry("snippet", "It's <b>new</b>")
                .containsEntry("reply_to", "reply@x.example")
                .containsEntry("cc_header", "cc@x.example")
                .containsEntry("list_id", "<list.x.example>")
                .containsEntry("shown", "INBOX,UNREAD")
                .containsEntry("size_bytes", 4_711L)
                .containsEntry("user_id", mailkeep.userId());
        assertThat(row.get("epoch")).hasToString(received.getEpochSecond() + ".123000");
    }

    @Test
    void timesAreInstantsInEveryTimeZone() {
        TimeZone before = TimeZone.getDefault();
        // An hour that the clocks there show twice.
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            Instant received = Instant.parse("2025-11-02T06:30:00Z");
            mailkeep.deliver(BOSS, received);
            // Beyond 32 bits of seconds.
            mailkeep.deliver(BOSS, Instant.parse("2040-02-29T12:00:00Z"));
            mailkeep.command(Kind.RESYNC);
            mailkeep.settle();

            assertThat(mailkeep.count("email_messages where received_at = '2025-11-02T06:30:00Z'"))
                    .isEqualTo(1);
            assertThat(mailkeep.count("email_messages where received_at = '2040-02-29T12:00:00Z'"))
                    .isEqualTo(1);
            assertThat(mailkeep.count("mailboxes where last_check_at between now() - interval '1 minute' and now()"))
                    .isEqualTo(1);
            assertThat(mailkeep.mailbox().lastCheckAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        } finally {
            TimeZone.setDefault(before);
        }
    }
}

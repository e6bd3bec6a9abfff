package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mail.OddMail;
import dev.mailkeep.simulator.account.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MailCorpusTest {

    private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)");

    /** Headers without an address in angle brackets, whose sender can only be guessed. */
    private static final Set<String> WITHOUT_BRACKETS =
            Set.of("Big Bug bb@bug.com", "tim@powerupdev.com concierge@powerupdev.com");

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void realAndHostileMailIsStoredOrRefusedAndOnlyMailWithoutAReadableSenderIsQuarantined() throws IOException {
        String folder = System.getenv("MAIL_CORPUS_DIR");
        assumeTrue(folder != null, "MAIL_CORPUS_DIR is not set: no corpus of real mail is read");
        var ids = new HashSet<String>();
        var unreadable = new HashSet<String>();
        var senders = new TreeSet<>(Set.of(BOSS));
        for (Path file : files(Path.of(folder))) {
            Mail mail = Mail.ofRaw(Files.readAllBytes(file), Instant.now());
            String id = mailkeep.account().deliver(mail);
            ids.add(id);
            if (mail.from().isBlank() || WITHOUT_BRACKETS.contains(mail.from())) {
                unreadable.add(id);
            }
            DOMAIN.matcher(mail.from()).results().forEach(match -> senders.add("@" + match.group(1)));
        }
        mailkeep.watch(senders.toArray(String[]::new));
        mailkeep.settle();
        // Gmail's search may be loose: messages that it did not name are queued as if it had.
        ids.forEach(id -> mailkeep.jdbc()
                .sql("""
                        insert into message_queue (mailbox_id, message_id, priority, importing)
                        select :mailbox, :id, 0, false
                        where not exists (select from email_messages where message_id = :id)
                        on conflict do nothing
                        """)
                .param("mailbox", mailkeep.mailboxId())
                .param("id", id)
                .update());
        String last = mailkeep.deliver(BOSS);

        mailkeep.settle();

        Set<String> refused = mailkeep.jdbc()
                .sql("select message_id from dismissed_messages where outcome = 'REFUSED'")
                .query(String.class)
                .set();
        assertThat(mailkeep.storedIds()).contains(last).hasSizeGreaterThan(80);
        Set<String> quarantined = mailkeep.jdbc()
                .sql("select message_id from quarantined_messages")
                .query(String.class)
                .set();
        assertThat(mailkeep.count("message_queue")).isZero();
        assertThat(quarantined).isEqualTo(unreadable);
        Set<String> stored = mailkeep.storedIds();
        assertThat(ids)
                .hasSizeGreaterThan(120)
                .allMatch(id -> Stream.of(stored, refused, quarantined)
                                .filter(of -> of.contains(id))
                                .count()
                        == 1);
    }

    @Test
    void oddMailIsStoredRefusedOrQuarantinedAndDelaysNoOther() {
        mailkeep.watch(BOSS, "@x.example");
        mailkeep.settle();
        var odd = new OddMail(6);
        for (int i = 0; i < 400; i++) {
            Mail.Builder mail = Mail.from(odd.text()).subject(odd.text()).snippet(odd.text());
            odd.headers().stream()
                    .filter(header -> !header.name().equalsIgnoreCase("From"))
                    .forEach(header -> mail.header(header.name(), header.value()));
            String id = mailkeep.account().deliver(mail.build());
            // Gmail's search may be loose: the message is queued as if it had named it.
            mailkeep.jdbc()
                    .sql(
                            "insert into message_queue (mailbox_id, message_id, priority, importing) values (:m, :i, 0, false)")
                    .param("m", mailkeep.mailboxId())
                    .param("i", id)
                    .update();
        }
        String last = mailkeep.deliver(BOSS);

        mailkeep.settle();

        assertThat(mailkeep.count("message_queue")).isZero();
        assertThat(mailkeep.storedIds()).contains(last).hasSizeGreaterThan(25);
        assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                .isPositive();
        assertThat(mailkeep.storedIds().size()
                        + mailkeep.count("dismissed_messages")
                        + mailkeep.count("quarantined_messages"))
                .isEqualTo(401);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

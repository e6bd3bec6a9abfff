package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An export whose reader is slow, while other things happen. */
class ExportUnderWayTest {

    private static final int LARGE = 1_600;

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    @Test
    void holdsNoConnectionOfTheDatabaseWhileItsReaderIsSlow() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "slow@exports.example");
        try (InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            // More is left to write than the sockets hold, so the export waits for its reader.
            eventually(() -> assertThat(
                            mailkeep.jdbc().sql("""
                                    select count(*) from pg_stat_activity
                                    where pid <> pg_backend_pid() and state <> 'idle' and query like '%email_messages%'
                                    """).query(Integer.class).single())
                    .isZero());
            assertThat(linesOf(slow)).hasSize(LARGE);
        }
    }

    @Test
    void holdsOnceWhatWasThereAndStaysWhileMailComesAndGoes() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "busy@exports.example");
        try (InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            insert(large, LARGE + 1, LARGE + 200);
            insert(large, -200, -1);
            mailkeep.jdbc().sql("""
                            update email_messages set received_at = timestamptz '2026-01-01T00:00:01Z'
                            where mailbox_id = cast(:id as uuid) and message_id = 'm-100'
                            """).param("id", large).update();
            mailkeep.jdbc()
                    .sql("delete from email_messages where mailbox_id = cast(:id as uuid) and message_id like 'm%5'")
                    .param("id", large)
                    .update();

            List<String> ids = linesOf(slow).stream()
                    .map(line -> line.path("messageId").asString())
                    .toList();

            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ids)
                    .containsAll(IntStream.rangeClosed(1, LARGE)
                            .mapToObj(n -> "m" + n)
                            .filter(id -> !id.endsWith("5"))
                            .toList());
            assertThat(ids)
                    .as("mail is read page by page, so old mail is found although it came last")
                    .contains("m-100", "m-200");
        }
    }

    @Test
    void doesNotLookCompleteIfTheMailboxIsDeletedMeanwhile() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "leaver@exports.example");
        try (LogCapture log = LogCapture.begin();
                InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            mailkeep.jdbc()
                    .sql("delete from mailboxes where id = cast(:id as uuid)")
                    .param("id", large)
                    .update();
            assertThatThrownBy(slow::readAllBytes).isInstanceOf(IOException.class);
            assertThat(log.stacks()).isEmpty();
        }
    }

    @Test
    void aFourthAtTheSameTimeIsRefusedUntilOneHasEnded() throws Exception {
        Browser person = mailkeep.browser();
        String path = "/api/mailboxes/" + largeMailbox(person, "many@exports.example") + "/export";
        try (InputStream one = person.stream(path);
                InputStream two = person.stream(path);
                InputStream three = person.stream(path)) {
            assertThat(List.of(one.read(), two.read(), three.read())).containsOnly((int) '{');
            assertThat(person.get(path).expect(429).problem()).isEqualTo("too-many-requests");
            three.readAllBytes();
            eventually(() -> assertThat(person.get(path).status()).isEqualTo(200));
        }
    }

    /** A mailbox of 60 MB: more than the sockets between server and reader hold. */
    private static String largeMailbox(Browser person, String account) {
        mailkeep.addAccount(account);
        String id = person.connect(account);
        insert(id, 1, LARGE);
        return id;
    }

    /** Messages of 40 kB, named after their place; seven each second, so that pages end among messages of one time. */
    private static void insert(String mailbox, int first, int last) {
        mailkeep.jdbc()
                .sql("""
                        insert into email_messages (
                            id, user_id, mailbox_id, message_id, thread_id, sender_email, sender_key, from_header,
                            subject, snippet, labels, size_bytes, received_at)
                        select gen_random_uuid(), m.user_id, m.id, 'm' || n, 't', 'a@b.example', 'a@b.example',
                            'a@b.example', 'No ' || n, repeat('x', 40000), '{}', 1,
                            timestamptz '2026-01-01T00:00:00Z' + n / 7 * interval '1 second'
                        from mailboxes m, generate_series(:first, :last) n where m.id = cast(:id as uuid)
                        """)
                .param("first", first)
                .param("last", last)
                .param("id", mailbox)
                .update();
    }

    /** The rest of an export whose first byte was read. */
    private static List<JsonNode> linesOf(InputStream rest) throws IOException {
        String text = "{" + new String(rest.readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().map(JsonMapper.shared()::readTree).toList();
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person takes the stored mail away. */
class ExportTest {

    private static final String BOSS = "boss@corp.example";
    private static final int LARGE = 1_600;
    private static final String FORMULA = "=HYPERLINK(\"https://evil.example\"), said \"she\"";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void keepTwoMessages() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
        SimulatedAccount account = google.addAccount("taker@gmail.example", "Taker");
        account.deliver(Mail.from("Boss <" + BOSS + ">").subject("Plain").build());
        account.deliver(Mail.from("Boss <" + BOSS + ">").subject(FORMULA).build());
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
        browser = mailkeep.browser();
        mailbox = browser.connect(account.email());
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                .expect(200);
        eventually(() ->
                assertThat(browser.mailbox(mailbox).path("messages").asInt()).isEqualTo(2));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @Test
    void jsonLinesHoldEveryMessageAsItIsStored() {
        Browser.Answer answer = browser.get("/api/mailboxes/" + mailbox + "/export?format=jsonl")
                .expect(200);
        List<JsonNode> lines =
                answer.text().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines)
                .extracting(line -> line.path("subject").asString())
                .containsExactlyInAnyOrder("Plain", FORMULA);
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.path("senderEmail").asString()).isEqualTo(BOSS));
    }

    @Test
    void aSpreadsheetTakesNoSubjectForAFormula() {
        Browser.Answer answer =
                browser.get("/api/mailboxes/" + mailbox + "/export?format=csv").expect(200);
        assertThat(answer.header("content-disposition")).startsWith("attachment");
        List<String> lines = answer.text().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo(
                        "messageId,threadId,senderEmail,senderName,from,to,cc,subject,snippet,receivedAt,processedAt,"
                                + "sentDate,labels,sizeBytes,deletedAt,fromAnomaly,authentication");
        assertThat(answer.text())
                .contains("\"'=HYPERLINK(\"\"https://evil.example\"\"), said \"\"she\"\"\"")
                .doesNotContain("\"=HYPERLINK");
    }

    @Test
    void mailIsFilteredByItsSenderHoweverThatIsSpelled() {
        for (String sender : List.of(BOSS, "BOSS@Corp.example", "%22boss%22@corp.example", "@corp.example")) {
            assertThat(messagesOf(sender)).as(sender).isEqualTo(2);
        }
        for (String sender : List.of("other@corp.example", "corp.example", "%25", "x".repeat(5_000))) {
            assertThat(messagesOf(sender)).as(sender).isZero();
        }
    }

    @Test
    void whatIsNoSenderIsRefusedInWordsThatSayWhy() {
        for (Map.Entry<String, String> typed : Map.of(
                        "Mum <mum@x>, gmail.com",
                        "Write one address at a time",
                        "b\u043ess@corp.example",
                        "CYRILLIC SMALL LETTER O",
                        "boss@" + "ß".repeat(160_000) + ".example",
                        "at most 320 characters")
                .entrySet()) {
            Browser.Answer answer =
                    browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(typed.getKey())));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains(typed.getValue());
        }
    }

    private static int messagesOf(String sender) {
        return browser.get("/api/mailboxes/" + mailbox + "/messages?sender=" + sender)
                .expect(200)
                .json()
                .path("items")
                .size();
    }

    @Test
    void charactersThatTurnTextRoundAreSeenInJsonLinesAndLeftOutOfATable() {
        String subject = "\u202E=1+1";
        SimulatedAccount account = google.addAccount("turned@gmail.example", "Turned");
        account.deliver(Mail.from("Boss <" + BOSS + ">").subject(subject).build());
        Browser person = mailkeep.browser();
        String export = "/api/mailboxes/" + person.connect(account.email());
        person.put(export + "/senders", Map.of("senders", List.of(BOSS))).expect(200);
        eventually(() ->
                assertThat(person.get(export).json().path("messages").asInt()).isEqualTo(1));

        String lines = person.get(export + "/export?format=jsonl").expect(200).text();
        assertThat(lines).contains("\"\\u202e=1+1\"").doesNotContain("\u202E");
        assertThat(JsonMapper.shared().readTree(lines).path("subject").asString())
                .isEqualTo(subject);
        assertThat(person.get(export + "/export?format=csv").expect(200).text())
                .contains("\"'=1+1\"")
                .doesNotContain("\u202E");
    }

    @Test
    void anothersMailIsNotHandedOut() {
        Browser stranger = mailkeep.browser();
        google.addAccount("stranger@gmail.example", "Stranger");
        stranger.connect("stranger@gmail.example");
        assertThat(stranger.get("/api/mailboxes/" + mailbox + "/export").status())
                .isEqualTo(404);
    }

    @Test
    void aFormatThatThereIsNotIsRefused() {
        assertThat(browser.get("/api/mailboxes/" + mailbox + "/export?format=xml")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void holdsNoConnectionOfTheDatabaseWhileItsReaderIsSlow() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "slow@gmail.example");
        try (InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            // More than what fits between the two is left to be written, so that the export waits for its reader.
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
    void holdsOnceWhatWasThereAndStaysThoughMailComesAndGoesMeanwhile() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "busy@gmail.example");
        try (InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            insert(large, LARGE + 1, LARGE + 200);
            insert(large, -200, -1);
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
                    .as("it is read page by page, so that what is older than all is found though it came last")
                    .contains("m-200");
        }
    }

    @Test
    void ofAMailboxThatIsDeletedMeanwhileDoesNotLookComplete() throws Exception {
        Browser person = mailkeep.browser();
        String large = largeMailbox(person, "leaver@gmail.example");
        var logged = new ListAppender<ILoggingEvent>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(logged);
        logged.start();
        try (InputStream slow = person.stream("/api/mailboxes/" + large + "/export")) {
            assertThat(slow.read()).isEqualTo('{');
            mailkeep.jdbc()
                    .sql("delete from mailboxes where id = cast(:id as uuid)")
                    .param("id", large)
                    .update();
            assertThatThrownBy(slow::readAllBytes).isInstanceOf(IOException.class);
            assertThat(List.copyOf(logged.list))
                    .as("stacks in the log")
                    .noneMatch(event -> event.getThrowableProxy() != null);
        } finally {
            root.detachAppender(logged);
        }
    }

    @Test
    void aFourthAtTheSameTimeIsRefusedUntilOneHasEnded() throws Exception {
        Browser person = mailkeep.browser();
        String path = "/api/mailboxes/" + largeMailbox(person, "many@gmail.example") + "/export";
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
        google.addAccount(account, "Somebody");
        String id = person.connect(account);
        insert(id, 1, LARGE);
        return id;
    }

    /** Messages of 40 kB, three each second, named after their place. */
    private static void insert(String mailbox, int first, int last) {
        mailkeep.jdbc()
                .sql("""
                        insert into email_messages (
                            id, user_id, mailbox_id, message_id, thread_id, sender_email, sender_key, from_header,
                            subject, snippet, labels, size_bytes, received_at)
                        select gen_random_uuid(), m.user_id, m.id, 'm' || n, 't', 'a@b.example', 'a@b.example',
                            'a@b.example', 'No ' || n, repeat('x', 40000), '{}', 1,
                            timestamptz '2026-01-01T00:00:00Z' + n / 3 * interval '1 second'
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

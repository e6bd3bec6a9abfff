package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.FROM_BOSS;
import static dev.mailkeep.api.Correspondence.connectAndImport;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an owner gets who exports the stored mail. */
class ExportTest {

    private static final String FORMULA = "=HYPERLINK(\"https://evil.example\"), said \"she\"";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void keepTwoMessages() {
        SimulatedAccount account = mailkeep.addAccount("taker@gmail.example");
        account.deliver(Mail.from(FROM_BOSS).subject("Plain").build());
        account.deliver(Mail.from(FROM_BOSS).subject(FORMULA).build());
        browser = mailkeep.browser();
        mailbox = connectAndImport(browser, mailkeep.jdbc(), account);
    }

    @Test
    void jsonLinesHoldEveryMessageAsItIsStored() {
        Answer answer = browser.get("/api/mailboxes/" + mailbox + "/export?format=jsonl")
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
    void noSpreadsheetReadsASubjectAsAFormula() {
        Answer answer =
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
    void textThatIsNoSenderIsRefusedInWordsThatSayWhy() {
        for (Map.Entry<String, String> typed : Map.of(
                        "Mum <mum@x>, gmail.com",
                        "Write one address at a time",
                        "b\u043ess@corp.example",
                        "CYRILLIC SMALL LETTER O",
                        "boss@" + "ß".repeat(160_000) + ".example",
                        "at most 320 characters")
                .entrySet()) {
            Answer answer =
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
    void charactersThatReverseTextAreVisibleInJsonLinesAndLeftOutOfATable() {
        String subject = "\u202E=1+1";
        SimulatedAccount account = mailkeep.addAccount("turned@gmail.example");
        account.deliver(Mail.from(FROM_BOSS).subject(subject).build());
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
    void somebodyElsesMailIsNotExported() {
        Browser stranger = mailkeep.browser();
        mailkeep.addAccount("stranger@gmail.example");
        stranger.connect("stranger@gmail.example");
        assertThat(stranger.get("/api/mailboxes/" + mailbox + "/export").status())
                .isEqualTo(404);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThat(browser.get("/api/mailboxes/" + mailbox + "/export?format=xml")
                        .status())
                .isEqualTo(400);
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.Mail;
import dev.mailkeep.simulator.Quota;
import dev.mailkeep.simulator.SimulatedAccount;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person takes the stored mail away. */
class ExportTest {

    private static final String BOSS = "boss@corp.example";
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
        assertThat(lines.get(0)).startsWith("messageId,threadId,senderEmail");
        assertThat(answer.text())
                .contains("\"'=HYPERLINK(\"\"https://evil.example\"\"), said \"\"she\"\"\"")
                .doesNotContain("\"=HYPERLINK");
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
}

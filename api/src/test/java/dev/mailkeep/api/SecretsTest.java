package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * No token, secret, address or mail text gets anywhere that is not for it. Mailboxes live through everything that can go
 * wrong, with words that occur nowhere else. Then the tests look for these words: in the database, in what the process logs
 * at DEBUG, in its metrics, in every answer that reports a problem, in the e-mails, and in the bytes of every event of
 * Temporal. Nothing in the process makes traces; a test makes sure of that.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretsTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.with(SecretsTest::withPostOffice);

    private static final GreenMail POST_OFFICE = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private static final List<String> SECRETS = new ArrayList<>(Sentinels.SECRETS);

    /** As with {@code LOGGING_LEVEL_ROOT=DEBUG}. */
    private static final Map<String, Level> LEVELS = Map.of(
            "ROOT",
            Level.DEBUG,
            "dev.mailkeep",
            Level.DEBUG,
            // Its own lines about each poll and byte, which hold only what goes to Temporal.
            "io.grpc",
            Level.INFO,
            // The post office is the test's.
            "com.icegreen",
            Level.WARN);

    private static LogCapture log;
    private static SentinelLife life;
    private static String mailbox = "";

    private static MailkeepEnvironment withPostOffice(MailkeepEnvironment environment) {
        POST_OFFICE.start();
        return environment
                .with("spring.mail.host", "localhost")
                .with("spring.mail.port", String.valueOf(POST_OFFICE.getSmtp().getPort()));
    }

    @BeforeAll
    static void liveThroughEverything() throws IOException {
        log = LogCapture.begin(LEVELS).withoutConsole();
        SECRETS.addAll(keyMaterial());
        life = new SentinelLife(mailkeep, POST_OFFICE, log);
        mailbox = life.live();
    }

    @AfterAll
    static void stop() {
        log.close();
        POST_OFFICE.stop();
    }

    @Test
    @Order(Integer.MAX_VALUE) // It disconnects the owner's mailbox.
    void historyHoldsNoAddressNoMailNoTokenAndNothingThatGoogleSaid() {
        plant();
        assertThat(WorkflowBytes.of(mailkeep.bean(WorkflowClient.class), "planted"))
                .as("the search finds what is there")
                .anyMatch(text -> text.contains(Sentinels.SENDER))
                .anyMatch(text -> text.contains(SECRETS.get(0)));

        disconnect();
        List<String> everything = WorkflowBytes.of(mailkeep.bean(WorkflowClient.class), "mailbox-");

        assertThat(everything).hasSizeGreaterThan(30);
        assertThat(everything).anyMatch(text -> text.contains("storeMessages"));
        assertThat(everything).anyMatch(text -> text.contains("GrantRevoked"));
        // Temporal takes up to 2 MB; what travels here are ids and counts, however much mail there is.
        assertThat(everything).allSatisfy(event -> assertThat(event).hasSizeLessThan(8_192));
        for (String sentinel : sentinels()) {
            assertThat(everything).as(sentinel).noneMatch(text -> text.contains(sentinel));
        }
    }

    @Test
    void theLogHoldsNoneOfThemEvenAtDebug() {
        List<String> lines = log.everything();
        assertThat(lines)
                .as("the log is captured")
                .anyMatch(line -> line.startsWith("dev.mailkeep") && line.contains(mailbox))
                .anyMatch(line -> line.startsWith("org.springframework.boot"));
        for (String sentinel : sentinels()) {
            assertThat(lines).as(sentinel).noneMatch(line -> line.contains(sentinel));
        }
    }

    /** A problem may name the owner's own addresses, and nothing else of all this. */
    @Test
    void noProblemRepeatsASecretOrWhatGoogleOrMailSaid() {
        assertThat(life.problems)
                .hasSizeGreaterThan(40)
                .allSatisfy(problem -> assertThat(problem).contains("urn:mailkeep:problem:"));
        List<String> forbidden = new ArrayList<>(sentinels());
        forbidden.removeAll(Sentinels.ACCOUNTS);
        for (String sentinel : forbidden) {
            assertThat(life.problems).as(sentinel).noneMatch(problem -> problem.contains(sentinel));
        }
    }

    @Test
    void theOwnerGetsOneEmailForEachIncidentThatNamesNobodyElse() throws Exception {
        assertThat(POST_OFFICE.getReceivedMessages())
                .isNotEmpty()
                .hasSize(mailkeep.jdbc()
                        .sql("select count(*) from notifications where emailed_at is not null")
                        .query(Integer.class)
                        .single());
        List<String> forbidden = new ArrayList<>(sentinels());
        forbidden.remove(Sentinels.OWNER);
        for (MimeMessage message : POST_OFFICE.getReceivedMessages()) {
            String email = GreenMailUtil.getWholeMessage(message);
            assertThat(email)
                    .contains(
                            "To: " + Sentinels.OWNER,
                            "Subject: Mailkeep: ",
                            mailkeep.url().toString());
            for (String sentinel : forbidden) {
                assertThat(email).doesNotContain(sentinel);
            }
        }
    }

    @Test
    void nothingMakesTraces() {
        assertThat(mailkeep.context().getBeanDefinitionNames())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("tracer"))
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("opentelemetry"));
    }

    @Test
    void theDatabaseHoldsNoTokenInTheClear() {
        List<String> rows = new ArrayList<>();
        for (String table : mailkeep.jdbc()
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()) {
            rows.addAll(mailkeep.jdbc()
                    .sql("select row_to_json(t)::text from " + table + " t")
                    .query(String.class)
                    .list());
        }
        assertThat(rows).as("text is searched").anyMatch(row -> row.contains(Sentinels.OWNER));
        String bytes = mailkeep.jdbc()
                .sql("select encode(secret_hash, 'hex') from browser_sessions limit 1")
                .query(String.class)
                .single();
        assertThat(rows).as("bytes are searched").anyMatch(row -> row.contains(bytes));
        List<String> secrets = new ArrayList<>(SECRETS);
        secrets.addAll(life.flows);
        for (String secret : secrets) {
            assertThat(rows).as(secret).noneMatch(row -> row.contains(secret) || row.contains(hex(secret)));
        }
    }

    @Test
    void metricsNameNobody() {
        String metrics = mailkeep.operator().metrics();
        assertThat(metrics).contains("temporal_");
        for (String sentinel : sentinels()) {
            assertThat(metrics).doesNotContain(sentinel);
        }
    }

    private static List<String> keyMaterial() throws IOException {
        JsonNode keyset = JsonMapper.shared()
                .readTree(
                        Files.readString(mailkeep.running().environment().data().resolve("token-keyset.json")));
        List<String> material = new ArrayList<>();
        keyset.path("key")
                .forEach(key -> material.add(key.path("keyData").path("value").asString()));
        assertThat(material).isNotEmpty();
        return material;
    }

    private static void disconnect() {
        Browser browser = mailkeep.browser();
        browser.signIn(Sentinels.OWNER);
        String receipt = browser.disconnect(mailbox);
        eventually(() -> {
            JsonNode now = browser.get("/api/receipts/" + receipt).expect(200).json();
            assertThat(now.hasNonNull("workflowEnded")).isTrue();
        });
    }

    private static List<String> sentinels() {
        List<String> all = new ArrayList<>(List.of(
                Sentinels.SENDER,
                Sentinels.SUBJECT,
                Sentinels.SNIPPET,
                Sentinels.SAID_BY_GOOGLE,
                Sentinels.SAID_BY_POSTGRESQL));
        all.addAll(Sentinels.ACCOUNTS);
        all.addAll(SECRETS);
        all.addAll(life.flows);
        return all;
    }

    /** Starts a workflow that breaks the rule, to prove that the search would find it. */
    private static void plant() {
        WorkflowStub planted = mailkeep.bean(WorkflowClient.class)
                .newUntypedWorkflowStub(
                        "Planted",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("planted")
                                .setTaskQueue("nobody's")
                                .setMemo(Map.of("token", SECRETS.get(0)))
                                .build());
        planted.start(Sentinels.SENDER);
        planted.terminate("found");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * No token, secret, address or mail text gets anywhere that is not for it. A mailbox lives through everything that can go
 * wrong, with words that are found nowhere else, and then they are looked for: in the database, in what the process logs at
 * DEBUG, in its metrics, in every answer that tells of a problem, in the e-mails, and in the bytes of every event of Temporal.
 * There are no traces: nothing in the process makes any, which is looked for too.
 */
class SecretsTest {

    private static final String OWNER = "sentinel.owner@gmail.example";
    private static final String SECOND = "sentinel.second@gmail.example";
    private static final String SENDER = "sentinel.sender@corp.example";
    private static final String SUBJECT = "SentinelSubject";
    private static final String SNIPPET = "SentinelSnippet";
    private static final String SAID_BY_GOOGLE = "SentinelOfGoogle";
    private static final String SAID_BY_POSTGRESQL = "SentinelOfPostgreSQL";

    /** How the simulated Google's refresh tokens, access tokens and codes begin, and the client's secret. */
    private static final List<String> SECRETS =
            new ArrayList<>(List.of("1//0simulated-", "ya29.simulated-", "simulated-secret"));

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static GreenMail postOffice;
    private static RunningMailkeep mailkeep;
    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
    private static final List<String> ROUNDS = new ArrayList<>();
    private static final List<String> PROBLEMS = new ArrayList<>();
    private static SimulatedAccount account;
    private static Browser browser;
    private static String mailbox = "";
    private static int delivered;

    @BeforeAll
    static void liveThroughEverything() throws IOException {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        postOffice = new GreenMail(ServerSetup.SMTP.dynamicPort());
        postOffice.start();
        account = google.addAccount(OWNER, "Sentinel Owner");
        google.addAccount(SECOND, "Sentinel Second");
        for (int i = 0; i < 30; i++) {
            deliver(account, Instant.now().minusSeconds(3_600L * (i + 1)));
        }
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data)
                .with("spring.mail.host", "localhost")
                .with("spring.mail.port", String.valueOf(postOffice.getSmtp().getPort())));
        listen();
        SECRETS.addAll(keyMaterial());
        browser = mailkeep.browser();
        failToConnect();
        mailbox = connect(browser, "connect", null);
        importThroughFaults();
        lookThroughFaults();
        loseTheDatabase();
        askForWhatCanNotBe();
        loseTheGrant();
        leaveWhileGoogleIsAway();
    }

    /** As with {@code LOGGING_LEVEL_ROOT=DEBUG}. */
    private static void listen() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ((Logger) LoggerFactory.getLogger("dev.mailkeep")).setLevel(Level.DEBUG);
        // Its own chatter of each poll and byte, in which there is only what goes to Temporal.
        ((Logger) LoggerFactory.getLogger("io.grpc")).setLevel(Level.INFO);
        // The post office is the test's.
        ((Logger) LoggerFactory.getLogger("com.icegreen")).setLevel(Level.WARN);
        root.setLevel(Level.DEBUG);
        LOGGED.start();
        root.detachAndStopAllAppenders();
        root.addAppender(LOGGED);
    }

    private static List<String> keyMaterial() throws IOException {
        JsonNode keyset = JsonMapper.shared().readTree(Files.readString(data.resolve("token-keyset.json")));
        List<String> material = new ArrayList<>();
        keyset.path("key")
                .forEach(key -> material.add(key.path("keyData").path("value").asString()));
        assertThat(material).isNotEmpty();
        return material;
    }

    private static void problem(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
        PROBLEMS.add(answer.status() + " " + answer.text());
    }

    private static void failToConnect() {
        Browser stranger = mailkeep.browser();
        problem(stranger.finish(stranger.round("connect", null, OWNER, Decision.CANCEL)));
        problem(stranger.finish(stranger.round("connect", null, OWNER, Decision.ALLOW_WITHOUT_GMAIL)));
        problem(stranger.finish(stranger.round("signin", null, OWNER, Decision.ALLOW)));
        for (Fault fault : List.of(
                quoting(400).on("token"),
                quoting(401).on("token"),
                quoting(429).on("token"),
                quoting(503).on("token"),
                Fault.respond(200, SAID_BY_GOOGLE).on("token"),
                Fault.dropConnection().on("token"),
                Fault.invalidClient(),
                quoting(403).on("profile"),
                Fault.domainPolicy().on("profile"),
                Fault.noGmail().on("profile"),
                Fault.insufficientScope().on("profile"),
                Fault.html502().on("profile"),
                Fault.truncated().on("profile"))) {
            Map<String, String> callback = stranger.round("connect", null, OWNER, Decision.ALLOW);
            remember(callback);
            google.faults().inject(fault);
            problem(stranger.finish(callback));
            google.faults().clear();
            problem(stranger.finish(callback));
        }
        // An alarm of the operator's lets nobody ask for a while.
        mailkeep.jdbc().sql("delete from operator_faults").update();
        mailkeep.jdbc().sql("delete from token_endpoint_backoff").update();
        Map<String, String> foreign = new HashMap<>(stranger.round("connect", null, OWNER, Decision.ALLOW));
        remember(foreign);
        problem(mailkeep.browser().finish(foreign));
        foreign.put("iss", SAID_BY_GOOGLE);
        problem(stranger.finish(foreign));
        problem(stranger.send("POST", "/auth/google", foreign));
        problem(stranger.post("/auth/google", "[{\"code\": \"" + foreign.get("code") + "\""));
        problem(stranger.post("/auth/google", Map.of("code", foreign.get("code"), "state", "x".repeat(600))));
    }

    private static void importThroughFaults() {
        google.faults().inject(quoting(403).on("get"));
        google.faults().inject(quoting(500).on("list"));
        google.faults().inject(quoting(400).on("get"));
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(SENDER)))
                .expect(200);
        settle();
    }

    /** At each place where a step can meet it. */
    private static void lookThroughFaults() {
        for (Fault fault : everyFault()) {
            for (String endpoint : List.of("history", "list", "get", "token")) {
                google.faults().inject(fault.on(endpoint));
            }
            account.expireAccessTokens();
            deliver(account, Instant.now());
            hurryUntil(() -> assertThat(google.faults().waiting()).isEmpty());
        }
        settle();
    }

    /** What makes a mailbox wait is shortened; everything else takes its course. */
    private static void hurryUntil(ThrowingRunnable holds) {
        eventually(() -> {
            mailkeep.jdbc().sql("delete from operator_faults").update();
            mailkeep.jdbc().sql("delete from token_endpoint_backoff").update();
            mailkeep.jdbc()
                    .sql("update message_queue set not_before = now() where not_before > now()")
                    .update();
            if (browser.status(mailbox).equals("NEEDS_RECONNECT")) {
                connect(browser, "reconnect", mailbox);
            }
            browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
            browser.post("/api/mailboxes/" + mailbox + "/resume").expect(202);
            holds.run();
        });
    }

    private static void settle() {
        hurryUntil(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).hasSize(delivered));
        google.faults().clear();
    }

    private static List<Fault> everyFault() {
        return List.of(
                quoting(400),
                quoting(403),
                quoting(404),
                quoting(429),
                quoting(500),
                quoting(503),
                Fault.html502(),
                Fault.truncated(),
                Fault.dropConnection(),
                Fault.apiDisabled(),
                Fault.unauthenticated(),
                Fault.respond(200, "{\"messages\": \"" + SAID_BY_GOOGLE + "\", \"payload\": 7}"));
    }

    /** PostgreSQL quotes the row that it refuses. */
    private static void loseTheDatabase() {
        mailkeep.jdbc().sql("""
                        create function refuse() returns trigger language plpgsql as
                        $$ begin raise exception '%s %%', new using errcode = '53100', detail = new::text; end $$
                        """.formatted(SAID_BY_POSTGRESQL)).update();
        mailkeep.jdbc()
                .sql("create trigger refuse before insert on email_messages for each row execute function refuse()")
                .update();
        mailkeep.jdbc()
                .sql("create trigger refuse before insert on oauth_tokens for each row execute function refuse()")
                .update();
        deliver(account, Instant.now());
        Map<String, String> second = browser.round("connect", null, SECOND, Decision.ALLOW);
        remember(second);
        problem(browser.finish(second));
        eventually(() -> assertThat(heard()).anyMatch(line -> line.contains("PostgreSQL can't be used")));
        mailkeep.jdbc().sql("drop function refuse cascade").update();
        settle();
    }

    private static void askForWhatCanNotBe() {
        problem(browser.get("/api/mailboxes/no-id"));
        problem(browser.get("/api/mailboxes/" + mailbox + "/messages?limit=" + SUBJECT));
        problem(browser.get("/api/mailboxes/" + mailbox + "/messages?cursor=" + SUBJECT));
        problem(browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of("not a sender"))));
        problem(browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", SENDER)));
        problem(browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", SUBJECT)));
        problem(browser.send("POST", "/api/mailboxes/" + mailbox + "/pause", null));
        problem(browser.get("/api/nothing/at-all"));
        browser.get("/api/mailboxes/" + mailbox + "/messages?q=" + SUBJECT).expect(200);
        browser.get("/api/mailboxes/" + mailbox + "/export").expect(200);
        google.faults().inject(quoting(500).on("list").times(-1));
        problem(browser.post(
                "/api/mailboxes/" + mailbox + "/plan", Map.of("senders", List.of(SENDER, "another@corp.example"))));
        google.faults().clear();
    }

    private static void loseTheGrant() {
        account.revokeGrants();
        google.faults()
                .inject(Fault.respond(
                                400,
                                "{\"error\":\"invalid_grant\",\"error_description\":\"" + SAID_BY_GOOGLE + " of "
                                        + OWNER + "\"}")
                        .on("token"));
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
        eventually(() -> assertThat(postOffice.getReceivedMessages()).isNotEmpty());
        google.faults().clear();
        Map<String, String> wrong = browser.round("reconnect", mailbox, SECOND, Decision.ALLOW);
        remember(wrong);
        problem(browser.finish(wrong));
        connect(browser, "reconnect", mailbox);
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
    }

    /** The second account's, so that the first one is still there to be looked at. */
    private static void leaveWhileGoogleIsAway() {
        String second = connect(browser, "connect", null, SECOND);
        google.faults().inject(quoting(503).on("revoke").times(3));
        browser.delete("/api/mailboxes/" + second).expect(202);
        eventually(() -> {
            mailkeep.reconcile();
            assertThat(mailkeep.jdbc()
                            .sql("select count(*) from pending_revocations")
                            .query(Integer.class)
                            .single())
                    .isZero();
        });
        google.faults().clear();
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        postOffice.stop();
        google.close();
    }

    @Test
    void historyHoldsNoAddressNoMailNoTokenAndNothingThatGoogleSaid() {
        plant();
        assertThat(bytesOf("planted"))
                .as("the search finds what is there")
                .anyMatch(text -> text.contains(SENDER))
                .anyMatch(text -> text.contains(SECRETS.get(0)));

        disconnect();
        List<String> everything = bytesOf("mailbox-");

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
    void theLogHoldsNeitherEvenAtDebug() {
        List<String> lines = heard();
        assertThat(lines)
                .as("the log is heard")
                .anyMatch(line -> line.startsWith("dev.mailkeep") && line.contains(mailbox))
                .anyMatch(line -> line.startsWith("org.springframework.boot"));
        for (String sentinel : sentinels()) {
            assertThat(lines).as(sentinel).noneMatch(line -> line.contains(sentinel));
        }
    }

    private static List<String> heard() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(LOGGED.list)) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return lines;
    }

    /** A person may be told their own addresses, and nothing else of all this. */
    @Test
    void noProblemRepeatsASecretOrWhatSomebodySaid() {
        assertThat(PROBLEMS)
                .hasSizeGreaterThan(40)
                .allSatisfy(problem -> assertThat(problem).contains("urn:mailkeep:problem:"));
        List<String> unsaid = new ArrayList<>(sentinels());
        unsaid.removeAll(List.of(OWNER, SECOND));
        for (String sentinel : unsaid) {
            assertThat(PROBLEMS).as(sentinel).noneMatch(problem -> problem.contains(sentinel));
        }
    }

    @Test
    void thePersonIsWrittenToOnceForEachIncidentAndTheLettersNameNobodyElse() throws Exception {
        assertThat(postOffice.getReceivedMessages())
                .isNotEmpty()
                .hasSize(mailkeep.jdbc()
                        .sql("select count(*) from notifications where emailed_at is not null")
                        .query(Integer.class)
                        .single());
        List<String> unsaid = new ArrayList<>(sentinels());
        unsaid.remove(OWNER);
        for (MimeMessage message : postOffice.getReceivedMessages()) {
            String letter = GreenMailUtil.getWholeMessage(message);
            assertThat(letter)
                    .contains(
                            "To: " + OWNER,
                            "Subject: Mailkeep: ",
                            mailkeep.url().toString());
            for (String sentinel : unsaid) {
                assertThat(letter).doesNotContain(sentinel);
            }
        }
    }

    @Test
    void nothingMakesTraces() {
        assertThat(mailkeep.context().getBeanDefinitionNames())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("tracer"))
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("opentelemetry"));
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
        assertThat(rows).as("text is searched").anyMatch(row -> row.contains(OWNER));
        String bytes = mailkeep.jdbc()
                .sql("select encode(secret_hash, 'hex') from browser_sessions limit 1")
                .query(String.class)
                .single();
        assertThat(rows).as("bytes are searched").anyMatch(row -> row.contains(bytes));
        List<String> secrets = new ArrayList<>(SECRETS);
        secrets.addAll(ROUNDS);
        for (String secret : secrets) {
            assertThat(rows).as(secret).noneMatch(row -> row.contains(secret) || row.contains(hex(secret)));
        }
    }

    @Test
    void metricsNameNobody() {
        String metrics = new Browser(mailkeep.managementUrl())
                .get("/actuator/prometheus")
                .expect(200)
                .text();
        assertThat(metrics).contains("temporal_");
        for (String sentinel : sentinels()) {
            assertThat(metrics).doesNotContain(sentinel);
        }
    }

    private static void remember(Map<String, String> callback) {
        ROUNDS.add(String.valueOf(callback.get("code")));
        ROUNDS.add(String.valueOf(callback.get("state")));
    }

    private static String connect(Browser browser, String purpose, @Nullable String id) {
        return connect(browser, purpose, id, OWNER);
    }

    private static String connect(Browser browser, String purpose, @Nullable String id, String who) {
        Map<String, String> callback = browser.round(purpose, id, who, Decision.ALLOW);
        remember(callback);
        return browser.finish(callback)
                .expect(200)
                .json()
                .path("mailbox")
                .path("id")
                .asString();
    }

    private static void disconnect() {
        Browser browser = mailkeep.browser();
        browser.finish(browser.round("signin", null, OWNER, Decision.ALLOW)).expect(200);
        String receipt = browser.delete("/api/mailboxes/" + mailbox)
                .expect(202)
                .json()
                .path("receiptId")
                .asString();
        eventually(() -> {
            JsonNode now = browser.get("/api/receipts/" + receipt).expect(200).json();
            assertThat(now.hasNonNull("workflowEnded")).isTrue();
        });
    }

    private static void deliver(SimulatedAccount account, Instant at) {
        delivered++;
        account.deliver(Mail.from("Sentinel <" + SENDER + ">")
                .subject(SUBJECT)
                .snippet(SNIPPET)
                .receivedAt(at)
                .build());
    }

    /** An error of Google's that repeats what it was asked, as some do. */
    private static Fault quoting(int status) {
        return Fault.respond(
                status, """
                {"error":{"code":%d,"message":"%s from:%s of %s","errors":[{"message":"%s","domain":"global",\
                "reason":"%s"}]}}
                """.formatted(status, SAID_BY_GOOGLE, SENDER, OWNER, SAID_BY_GOOGLE, SAID_BY_GOOGLE));
    }

    private static List<String> sentinels() {
        List<String> all =
                new ArrayList<>(List.of(OWNER, SECOND, SENDER, SUBJECT, SNIPPET, SAID_BY_GOOGLE, SAID_BY_POSTGRESQL));
        all.addAll(SECRETS);
        all.addAll(ROUNDS);
        return all;
    }

    /** A workflow as nobody must ever start one. */
    private static void plant() {
        WorkflowStub planted = mailkeep.bean(WorkflowClient.class)
                .newUntypedWorkflowStub(
                        "Planted",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("planted")
                                .setTaskQueue("nobody's")
                                .setMemo(Map.of("token", SECRETS.get(0)))
                                .build());
        planted.start(SENDER);
        planted.terminate("found");
    }

    /**
     * The bytes of every event of every run whose workflow id begins so, and of what the list of workflows shows of it:
     * not the JSON that a person would be shown, in which payloads are encoded.
     */
    private static List<String> bytesOf(String idPrefix) {
        var client = mailkeep.bean(WorkflowClient.class);
        List<String> texts = new ArrayList<>();
        for (WorkflowExecutionInfo run : runs(client)) {
            WorkflowExecution execution = run.getExecution();
            if (execution.getWorkflowId().startsWith(idPrefix)) {
                texts.add(run.toByteString().toString(StandardCharsets.ISO_8859_1));
                client.fetchHistory(execution.getWorkflowId(), execution.getRunId())
                        .getEvents()
                        .forEach(event -> texts.add(event.toByteString().toString(StandardCharsets.ISO_8859_1)));
            }
        }
        return texts;
    }

    private static List<WorkflowExecutionInfo> runs(WorkflowClient client) {
        WorkflowServiceBlockingStub service = client.getWorkflowServiceStubs().blockingStub();
        String namespace = client.getOptions().getNamespace();
        List<WorkflowExecutionInfo> runs =
                new ArrayList<>(service.listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                                .setNamespace(namespace)
                                .build())
                        .getExecutionsList());
        runs.addAll(service.listClosedWorkflowExecutions(ListClosedWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getExecutionsList());
        return runs;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.Fault;
import dev.mailkeep.simulator.Mail;
import dev.mailkeep.simulator.SimulatedAccount;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * No address, no mail, no token and nothing that Google said gets into Temporal, the log or a table that is not for it: a
 * mailbox lives through everything, with words that are found nowhere else, and then they are looked for.
 */
class TemporalHistoryTest {

    private static final String OWNER = "sentinel.owner@gmail.example";
    private static final String SENDER = "sentinel.sender@corp.example";
    private static final String SUBJECT = "SentinelSubject";
    private static final String SNIPPET = "SentinelSnippet";
    private static final String SAID_BY_GOOGLE = "SentinelOfGoogle";

    /** How the simulated Google's refresh tokens, access tokens and codes begin, and the client's secret. */
    private static final List<String> SECRETS = List.of("1//0simulated-", "ya29.simulated-", "simulated-secret");

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
    private static final List<String> ROUNDS = new ArrayList<>();
    private static String mailbox = "";

    @BeforeAll
    static void liveThroughEverything() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        SimulatedAccount account = google.addAccount(OWNER, "Sentinel Owner");
        for (int i = 0; i < 30; i++) {
            deliver(account, Instant.now().minusSeconds(3_600L * (i + 1)));
        }
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
        Logger ours = (Logger) LoggerFactory.getLogger("dev.mailkeep");
        ours.setLevel(Level.DEBUG);
        ((Logger) LoggerFactory.getLogger("io.temporal")).setLevel(Level.INFO);
        LOGGED.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(LOGGED);

        Browser browser = mailkeep.browser();
        mailbox = connect(browser, "connect", null);
        google.faults().inject(quoting(403).on("get"));
        google.faults().inject(quoting(500).on("list"));
        google.faults().inject(quoting(400).on("get"));
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(SENDER)))
                .expect(200);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).hasSize(30));

        google.faults().inject(quoting(503).on("token"));
        account.expireAccessTokens();
        deliver(account, Instant.now());
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).hasSize(31));

        account.revokeGrants();
        google.faults()
                .inject(Fault.respond(
                                400,
                                "{\"error\":\"invalid_grant\",\"error_description\":\"" + SAID_BY_GOOGLE + " of "
                                        + OWNER + "\"}")
                        .on("token"));
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
        google.faults().clear();
        connect(browser, "reconnect", mailbox);
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
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
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(LOGGED.list)) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        assertThat(lines)
                .as("the log is heard")
                .anyMatch(line -> line.startsWith("dev.mailkeep") && line.contains(mailbox));
        for (String sentinel : sentinels()) {
            assertThat(lines).as(sentinel).noneMatch(line -> line.contains(sentinel));
        }
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
        assertThat(rows).as("bytes are searched").anyMatch(row -> row.contains(hex("dev.mailkeep.api.web.Person")));
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

    private static String connect(Browser browser, String purpose, @org.jspecify.annotations.Nullable String id) {
        Map<String, String> callback = browser.round(purpose, id, OWNER, Decision.ALLOW);
        ROUNDS.add(String.valueOf(callback.get("code")));
        ROUNDS.add(String.valueOf(callback.get("state")));
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
        List<String> all = new ArrayList<>(List.of(OWNER, SENDER, SUBJECT, SNIPPET, SAID_BY_GOOGLE));
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

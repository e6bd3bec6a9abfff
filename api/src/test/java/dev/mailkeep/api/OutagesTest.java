package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.health.Outages;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.workflows.mailbox.MailboxSnapshot;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import dev.mailkeep.workflows.mailbox.MailboxWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What goes wrong around a mailbox and must mend itself: Temporal, the token endpoint, Gmail's limits, PostgreSQL. */
class OutagesTest {

    private static final String BOSS = "Boss <boss@corp.example>";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;

    private Browser browser;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
    }

    @AfterEach
    void letGoogleBeWell() {
        google.faults().clear();
        google.latency(Duration.ZERO);
    }

    @Test
    void bringsAWorkflowBackThatAnOperatorTerminated() {
        SimulatedAccount account = google.addAccount("terminated@gmail.example", "Terminated");
        String mailbox = connectAndImport(account, 50);

        workflow(mailbox).terminate("by mistake");
        String meanwhile = deliverNow(account, BOSS);
        assertThat(status(mailbox)).isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        nothingWasHeardForAQuarterOfAnHour(mailbox);
        mailkeep.reconcile();

        eventually(() -> {
            assertThat(status(mailbox)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account));
        });
    }

    @Test
    void startsNoSecondWorkflowOfAMailboxAndManyThatAreMissingOverSomeTime() {
        SimulatedAccount account = google.addAccount("only-one@gmail.example", "Only one");
        String mailbox = connectAndImport(account, 50);
        String run = workflow(mailbox).describe().getExecution().getRunId();
        List<UUID> missing = Stream.generate(UUID::randomUUID).limit(520).toList();
        for (UUID id : missing) {
            mailkeep.jdbc()
                    .sql("""
                            insert into mailboxes
                                (id, user_id, issuer, google_sub, email, condition, cause, sync_interval_seconds, connected_at)
                            select :id, user_id, issuer, :sub, 'x', 'NEEDS_RECONNECT', 'REVOKED', 300, now() - interval '1 hour'
                            from mailboxes where id = cast(:like as uuid)
                            """)
                    .param("id", id)
                    .param("sub", id.toString())
                    .param("like", mailbox)
                    .update();
        }

        mailkeep.reconcile();
        mailkeep.reconcile();

        eventually(() -> assertThat(missing)
                .allMatch(id -> !mailkeep.bean(MailboxWorkflows.class).hasEnded(id)));
        assertThat(workflow(mailbox).describe().getExecution().getRunId()).isEqualTo(run);
        assertThat(missing.stream().map(OutagesTest::startDelay)).doesNotHaveDuplicates();
        mailkeep.jdbc().sql("delete from mailboxes where email = 'x'").update();
    }

    @Test
    void deliversACommandThatTemporalWasNotToldOf() {
        SimulatedAccount account = google.addAccount("untold@gmail.example", "Untold");
        String mailbox = connectAndImport(account, 50);
        // What a pause leaves behind when Temporal is away.
        mailkeep.jdbc().sql("""
                        update mailboxes set desired_state = 'PAUSE', command_version = command_version + 1
                        where id = cast(:id as uuid)
                        """).param("id", mailbox).update();
        assertThat(isDelivered(mailbox)).isFalse();

        mailkeep.reconcile();

        eventually(() -> {
            assertThat(isDelivered(mailbox)).isTrue();
            assertThat(workflow(mailbox).query("status", MailboxSnapshot.class).status())
                    .isEqualTo(MailboxStatus.PAUSED);
        });
    }

    @Test
    void tellsAWorkflowThatRestsThoughItsRowDoesNot() {
        SimulatedAccount account = google.addAccount("parted@gmail.example", "Parted");
        String mailbox = connectAndImport(account, 50);
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.PAUSED));
        String meanwhile = deliverNow(account, BOSS);
        // As after a backup from before the pause was restored, under which no signal was sent.
        mailkeep.jdbc()
                .sql("update mailboxes set desired_state = 'RUN' where id = cast(:id as uuid)")
                .param("id", mailbox)
                .update();

        mailkeep.reconcile();

        eventually(() -> {
            assertThat(known(mailbox)).isEqualTo(MailboxStatus.LIVE);
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile);
        });
    }

    @Test
    void tellsARunningWorkflowOfWhichNothingWasHeard() {
        SimulatedAccount account = google.addAccount("silent@gmail.example", "Silent");
        String mailbox = connectAndImport(account, 50);
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.PAUSED));
        // As after the workflow was reset to a point before the resume, whose signal was left out.
        mailkeep.jdbc()
                .sql(
                        "update mailboxes set desired_state = 'RUN', read_state = 'RUN OK true' where id = cast(:id as uuid)")
                .param("id", mailbox)
                .update();
        nothingWasHeardForAQuarterOfAnHour(mailbox);

        mailkeep.reconcile();

        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.LIVE));
    }

    @Test
    void oneProcessAtATimeReconciles() throws Exception {
        SimulatedAccount account = google.addAccount("locked@gmail.example", "Locked");
        String mailbox = connectAndImport(account, 50);
        workflow(mailbox).terminate("by mistake");
        nothingWasHeardForAQuarterOfAnHour(mailbox);
        try (Connection another = mailkeep.bean(DataSource.class).getConnection();
                Statement statement = another.createStatement()) {
            statement.execute("select pg_advisory_lock(7881696737254275444)");
            mailkeep.reconcile();
            assertThat(status(mailbox)).isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            statement.execute("select pg_advisory_unlock(7881696737254275444)");
        }

        mailkeep.reconcile();

        assertThat(status(mailbox)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    }

    @Test
    void saysWhatItWaitsForWhileNoTokenIsToBeHadAndGoesOnByItselfWithoutAskingAnyoneToReconnect() {
        SimulatedAccount unlucky = google.addAccount("unlucky@gmail.example", "Unlucky");
        SimulatedAccount unknown = google.addAccount("unknown@gmail.example", "Unknown");
        SimulatedAccount well = google.addAccount("well@gmail.example", "Well");
        String ofUnlucky = connectAndImport(unlucky, 50);
        String ofUnknown = connectAndImport(unknown, 50);
        String ofWell = connectAndImport(well, 50);
        google.faults().inject(Fault.backendError(500).on("token").times(-1).forAccount(unlucky.email()));
        unlucky.expireAccessTokens();
        deliverNow(unlucky, BOSS);
        String unharmed = deliverNow(well, BOSS);
        eventually(() -> assertDegraded(ofUnlucky, "GoogleUnavailable"));
        assertThat(operator("/actuator/health")
                        .path("operatorFaults")
                        .path("status")
                        .asString())
                .isEqualTo("UP");

        // What the operator has to mend concerns whoever needs a token, and nobody else.
        google.faults().inject(Fault.invalidClient().times(-1));
        unknown.expireAccessTokens();
        deliverNow(unknown, BOSS);
        eventually(() -> assertDegraded(ofUnknown, "OperatorFault"));
        JsonNode alarm = operator("/actuator/health").path("operatorFaults");
        assertThat(alarm.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(alarm.path("details").path("invalid_client").asString()).contains("GOOGLE_CLIENT_SECRET");
        assertThat(metric("mailkeep_operator_faults")).isEqualTo("1.0");
        eventually(() -> assertThat(kept(mailkeep.jdbc(), ofWell)).contains(unharmed));
        assertThat(browser.status(ofWell)).isEqualTo("LIVE");
        assertThat(browser.get("/api/notifications").expect(200).json()).isEmpty();

        google.faults().clear();
        eventually(() -> {
            assertThat(metric("mailkeep_operator_faults")).isEqualTo("0.0");
            assertThat(browser.status(ofUnlucky)).isEqualTo("LIVE");
            assertThat(browser.status(ofUnknown)).isEqualTo("LIVE");
            assertThat(kept(mailkeep.jdbc(), ofUnlucky)).isEqualTo(wanted(unlucky));
            assertThat(kept(mailkeep.jdbc(), ofUnknown)).isEqualTo(wanted(unknown));
        });
    }

    @Test
    void showsHowLongGoogleAsksForARestAndGoesOnAfterIt() {
        SimulatedAccount account = google.addAccount("throttled@gmail.example", "Throttled");
        String mailbox = connectAndImport(account, 50);
        Instant until = Instant.now().plusSeconds(25);
        google.faults().inject(Fault.rateLimited(until).on("history").forAccount(account.email()));
        String meanwhile = deliverNow(account, BOSS);

        eventually(() -> {
            JsonNode now = browser.mailbox(mailbox);
            assertThat(now.path("status").asString()).isEqualTo("LIVE");
            assertThat(now.hasNonNull("throttledUntil")).isTrue();
            assertThat(Instant.parse(now.path("throttledUntil").asString())).isAfterOrEqualTo(until.minusSeconds(1));
        });
        eventually(() -> {
            assertThat(browser.mailbox(mailbox).has("throttledUntil")).isFalse();
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile);
        });
        assertThat(google.faults().waiting()).isEmpty();
    }

    @Test
    void importsExactlyAlthoughPostgresThrowsEveryConnectionOutAgainAndAgain() {
        SimulatedAccount account = google.addAccount("cut-off@gmail.example", "Cut off");
        deliverPast(account, 5_000);
        google.latency(Duration.ofMillis(30));
        String mailbox = browser.connect(account.email());
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                .expect(200);
        for (int atLeast = 100; atLeast < 1_000; atLeast += 250) {
            int enough = atLeast;
            eventually(() -> assertThat(stored(mailbox)).isGreaterThan(enough));
            assertThat(throwEverybodyOut()).isPositive();
        }

        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        });
        JsonNode done = browser.mailbox(mailbox);
        assertThat(done.path("import").path("found").asInt()).isEqualTo(1_000);
        assertThat(done.path("import").path("stored").asInt()).isEqualTo(1_000);
        assertThat(done.path("quarantined").asInt()).isZero();
    }

    @Test
    void isNotReadyAndSaysSoWhileTheDatabaseTakesNoWritesAndGoesOnAfterwards() throws Exception {
        SimulatedAccount account = google.addAccount("read-only@gmail.example", "Read only");
        String mailbox = connectAndImport(account, 50);
        DataSource database = mailkeep.bean(DataSource.class);
        String arrived;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // As on a server that became a standby.
            statement.execute("alter role current_user set default_transaction_read_only = on");
            throwEverybodyOut(connection);
            arrived = deliverNow(account, BOSS);

            eventually(() -> {
                assertThat(operator("/actuator/health/readiness")
                                .path("databaseWrites")
                                .path("details")
                                .path("problem")
                                .asString())
                        .isEqualTo("PostgreSQL is read-only");
                assertThat(new Browser(mailkeep.managementUrl())
                                .get("/actuator/health/readiness")
                                .status())
                        .isEqualTo(503);
            });
            Browser.Answer refused = browser.post("/api/mailboxes/" + mailbox + "/pause");
            assertThat(refused.expect(503).problem()).isEqualTo("database-unavailable");
            assertThat(refused.json().path("detail").asString()).contains("full or read-only");

            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter role current_user reset default_transaction_read_only");
            throwEverybodyOut(connection);
        }
        eventually(() -> {
            // By the page, and not by a connection of the pool that was cut off just now.
            assertThat(browser.get("/api/mailboxes/" + mailbox + "/messages")
                            .expect(200)
                            .text())
                    .contains(arrived);
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(operator("/actuator/health/readiness")
                            .path("databaseWrites")
                            .path("status")
                            .asString())
                    .isEqualTo("UP");
        });
    }

    @Test
    void answersInWordsInsteadOfHangingWhileEveryConnectionIsTaken() throws Exception {
        SimulatedAccount account = google.addAccount("crowded@gmail.example", "Crowded");
        String mailbox = connectAndImport(account, 50);
        DataSource database = mailkeep.bean(DataSource.class);
        // What another test did to PostgreSQL is told to its end.
        eventually(() ->
                assertThat(mailkeep.bean(Outages.class).database().isOpen()).isFalse());
        var taken = new ArrayList<Connection>();
        try {
            while (true) {
                taken.add(database.getConnection());
            }
        } catch (SQLTransientConnectionException thatWasAll) {
            assertThat(taken).isNotEmpty();
        }

        try (LogCapture log = LogCapture.begin()) {
            browser.get("/api/mailboxes").expect(503);
            Browser.Answer refused = browser.get("/api/mailboxes");
            assertThat(refused.expect(503).problem()).isEqualTo("database-unavailable");
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
            for (int probe = 0; probe < 2; probe++) {
                assertThat(new Browser(mailkeep.managementUrl())
                                .get("/actuator/health/readiness")
                                .status())
                        .isEqualTo(503);
            }
            assertThat(log.lines("PostgreSQL can't be used")).hasSize(1);
            assertThat(log.lines("A request failed")).isEmpty();

            for (Connection connection : taken) {
                connection.close();
            }
            eventually(
                    () -> assertThat(log.lines("PostgreSQL can be used again")).hasSize(1));
            assertThat(log.stacks()).isEmpty();
        }
        String arrived = deliverNow(account, BOSS);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(arrived));
        assertThat(browser.get("/api/mailboxes").expect(200).json()).isNotEmpty();
    }

    private static JsonNode operator(String path) {
        return new Browser(mailkeep.managementUrl()).get(path).json().path("components");
    }

    private static String metric(String name) {
        return new Browser(mailkeep.managementUrl())
                .get("/actuator/prometheus")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    private void assertDegraded(String mailbox, String cause) {
        JsonNode now = browser.mailbox(mailbox);
        assertThat(now.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(now.path("cause").asString()).isEqualTo(cause);
        assertThat(now.path("explanation").asString("")).isNotBlank();
        assertThat(now.hasNonNull("nextAttemptAt")).isTrue();
        assertThat(now.hasNonNull("lastSyncedAt"))
                .as("the last success is shown")
                .isTrue();
        assertThat(now.has("nextAction")).as("nobody is to reconnect").isFalse();
    }

    private String connectAndImport(SimulatedAccount account, int messages) {
        deliverPast(account, messages);
        String mailbox = browser.connect(account.email());
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                .expect(200);
        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        });
        return mailbox;
    }

    private static MailboxStatus known(String mailbox) {
        return workflow(mailbox).query("status", MailboxSnapshot.class).status();
    }

    /** As its row knows. */
    private static void nothingWasHeardForAQuarterOfAnHour(String mailbox) {
        mailkeep.jdbc().sql("""
                        update mailboxes
                        set read_at = now() - interval '15 minutes', last_synced_at = now() - interval '15 minutes',
                            next_check_at = now() - interval '14 minutes', left_alone_until = null
                        where id = cast(:id as uuid)
                        """).param("id", mailbox).update();
    }

    private static int stored(String mailbox) {
        return kept(mailkeep.jdbc(), mailbox).size();
    }

    /** All but this one connection; returns how many. */
    private static int throwEverybodyOut() {
        return mailkeep.jdbc().sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """).query(Integer.class).single();
    }

    private static void throwEverybodyOut(Connection but) throws SQLException {
        try (Statement statement = but.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                    """);
        }
    }

    private static boolean isDelivered(String mailbox) {
        return mailkeep.jdbc()
                .sql("select delivered_version = command_version from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(Boolean.class)
                .single();
    }

    private static io.temporal.client.WorkflowStub workflow(String mailbox) {
        return mailkeep.bean(WorkflowClient.class)
                .newUntypedWorkflowStub(MailboxWorkflow.idOf(UUID.fromString(mailbox)));
    }

    private static Duration startDelay(UUID mailbox) {
        var backoff = mailkeep.bean(WorkflowClient.class)
                .fetchHistory(MailboxWorkflow.idOf(mailbox))
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getFirstWorkflowTaskBackoff();
        return Duration.ofSeconds(backoff.getSeconds(), backoff.getNanos());
    }

    private static WorkflowExecutionStatus status(String mailbox) {
        return workflow(mailbox).describe().getStatus();
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.postgres.EmbeddedPostgresServer;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import io.temporal.testserver.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Temporal does not answer while a person clicks. */
class TemporalAwayTest {

    @TempDir
    Path data;

    @Test
    void takesWhatAPersonAsksForAndDoesItWhenTemporalIsBack() throws Exception {
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults())) {
            SimulatedAccount account = google.addAccount("ada@gmail.example", "Ada");
            SimulatedAccount paused = google.addAccount("paused@gmail.example", "Paused");
            deliverPast(account, 50);
            MailkeepEnvironment environment = MailkeepEnvironment.of(google, data);
            String mailbox;
            String pausedMailbox;
            try (RunningMailkeep alone = RunningMailkeep.start(
                    environment.with("TEMPORAL_ADDRESS", "127.0.0.1:" + portThatNobodyListensOn()))) {
                Browser browser = alone.browser();
                mailbox = browser.connect(account.email());
                pausedMailbox = browser.connect(paused.email());
                browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                        .expect(200);
                browser.post("/api/mailboxes/" + pausedMailbox + "/pause").expect(202);

                assertThat(browser.status(pausedMailbox)).isEqualTo("PAUSED");
                assertThat(kept(alone.jdbc(), mailbox)).isEmpty();
                staysReadyAndProbesFillNoLog(alone);
            }
            aWorkerIsNotReadyAndDoesNotSaySo(environment);
            try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
                eventually(() -> {
                    assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
                    assertThat(mailkeep.jdbc()
                                    .sql(
                                            "select delivered_version = command_version from mailboxes where id = cast(:id as uuid)")
                                    .param("id", pausedMailbox)
                                    .query(Boolean.class)
                                    .single())
                            .isTrue();
                });
            }
        }
    }

    @Test
    void aLookThatIsAskedForMeanwhileIsMadeWhenTemporalIsBack(@TempDir Path folder) throws Exception {
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults())) {
            SimulatedAccount account = google.addAccount("ada@gmail.example", "Ada");
            deliverPast(account, 50);
            MailkeepEnvironment environment =
                    MailkeepEnvironment.of(google, data).with("MAILKEEP_SYNC_INTERVAL", "P7D");
            try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
                Browser browser = mailkeep.browser();
                String mailbox = browser.connect(account.email());
                browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                        .expect(200);
                eventually(() -> {
                    assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
                    assertThat(browser.status(mailbox)).isEqualTo("LIVE");
                });
                String arrived = deliverNow(account, BOSS);

                try (RunningMailkeep alone = RunningMailkeep.start(onDatabaseOf(mailkeep, google, folder)
                        .with("MAILKEEP_ROLE", "web")
                        .with("TEMPORAL_ADDRESS", "127.0.0.1:" + portThatNobodyListensOn()))) {
                    String token = browser.cookie("XSRF-TOKEN").orElseThrow();
                    new Browser(alone.url())
                            .send(
                                    "POST",
                                    "/api/mailboxes/" + mailbox + "/check",
                                    null,
                                    "X-XSRF-TOKEN",
                                    token,
                                    "Cookie",
                                    "XSRF-TOKEN=" + token + "; MAILKEEP="
                                            + browser.cookie("MAILKEEP").orElseThrow())
                            .expect(202);
                    // Before the delivery is tried, so that the request survives this process.
                    assertThat(mailkeep.jdbc()
                                    .sql("select next_check_at <= now() from mailboxes")
                                    .query(Boolean.class)
                                    .single())
                            .isTrue();
                    eventually(() -> assertThat(mailkeep.jdbc()
                                    .sql("select read_state = '' from mailboxes")
                                    .query(Boolean.class)
                                    .single())
                            .isTrue());
                }
                eventually(() -> {
                    mailkeep.reconcile();
                    assertThat(kept(mailkeep.jdbc(), mailbox)).contains(arrived);
                });
            }
        }
    }

    @Test
    void aWorkerWhosePollsFailSaysThatTemporalIsAway() throws Exception {
        int port = portThatNobodyListensOn();
        var temporal = TestServer.createPortBoundServer(port, true);
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
                RunningMailkeep worker = RunningMailkeep.start(MailkeepEnvironment.of(google, data)
                        .with("MAILKEEP_ROLE", "worker")
                        .with("TEMPORAL_ADDRESS", "127.0.0.1:" + port));
                LogCapture log = LogCapture.begin()) {
            var operator = new Browser(worker.managementUrl());
            eventually(() -> operator.get("/actuator/health/readiness").expect(200));

            temporal.close();

            eventually(() -> assertThat(log.lines("Temporal can't be used")).hasSize(1));
            assertThat(log.stacks()).isEmpty();
        } finally {
            temporal.close();
        }
    }

    /** Another process of the same Mailkeep. */
    private static MailkeepEnvironment onDatabaseOf(RunningMailkeep mailkeep, SimulatedGoogle google, Path folder) {
        EmbeddedPostgresServer postgres = mailkeep.bean(EmbeddedPostgresServer.class);
        String user = postgres.username() + ":" + postgres.password();
        return MailkeepEnvironment.of(google, folder)
                .with("DATABASE_URL", postgres.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + user + "@"))
                .with(
                        "TOKEN_KEYSET_FILE",
                        mailkeep.environment()
                                .data()
                                .resolve("token-keyset.json")
                                .toString());
    }

    /** The site is there and takes what people ask for; whoever probes it learns that something is missing. */
    private static void staysReadyAndProbesFillNoLog(RunningMailkeep alone) {
        var operator = new Browser(alone.managementUrl());
        try (LogCapture log = LogCapture.begin()) {
            for (int probe = 0; probe < 42; probe++) {
                JsonNode temporal = operator.get("/actuator/health/readiness")
                        .expect(200)
                        .json()
                        .path("components")
                        .path("temporal");
                assertThat(temporal.path("status").asString()).isEqualTo("DEGRADED");
                assertThat(temporal.path("details").path("problem").asString()).contains("Temporal does not answer");
            }
            assertThat(log.stacks()).isEmpty();
            // It began before; what may come is the line of each minute.
            assertThat(log.lines("can't be used")).isEmpty();
        }
    }

    private static void aWorkerIsNotReadyAndDoesNotSaySo(MailkeepEnvironment environment) throws Exception {
        try (RunningMailkeep worker = RunningMailkeep.start(environment
                        .with("MAILKEEP_ROLE", "worker")
                        .with("TEMPORAL_ADDRESS", "127.0.0.1:" + portThatNobodyListensOn()));
                LogCapture log = LogCapture.begin()) {
            assertThat(new Browser(worker.managementUrl())
                            .get("/actuator/health/readiness")
                            .expect(503)
                            .json()
                            .path("components")
                            .path("temporal")
                            .path("status")
                            .asString())
                    .isEqualTo("DOWN");
            assertThat(log.lines("worker is ready")).isEmpty();
        }
    }

    private static int portThatNobodyListensOn() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.connectAndImport;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Temporal does not answer while a person clicks. */
class TemporalAwayTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void takesWhatAPersonAsksForAndDoesItWhenTemporalIsBack(@TempDir Path data, CapturedOutput output)
            throws Exception {
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
                browser.chooseSenders(mailbox, Correspondence.CHOSEN);
                browser.post("/api/mailboxes/" + pausedMailbox + "/pause").expect(202);

                assertThat(browser.status(pausedMailbox)).isEqualTo("PAUSED");
                assertThat(kept(alone.jdbc(), mailbox)).isEmpty();
                staysReadyAndProbesFillNoLog(alone);
            }
            aWorkerIsNotReadyAndDoesNotSaySo(environment, output);
            try (RunningMailkeep again = RunningMailkeep.start(environment)) {
                eventually(() -> {
                    assertThat(kept(again.jdbc(), mailbox)).isEqualTo(wanted(account));
                    assertThat(MailboxRow.commandsAreDelivered(again.jdbc(), pausedMailbox))
                            .isTrue();
                });
            }
        }
    }

    @Test
    void aCheckThatIsAskedForMeanwhileIsMadeWhenTemporalIsBack(@TempDir Path data) throws Exception {
        SimulatedAccount account = mailkeep.addAccount("temporal-away@gmail.example");
        Browser browser = mailkeep.browser();
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        new ShownMailbox(browser).checkRarely(mailbox);
        String arrived = deliverNow(account);

        try (RunningMailkeep alone = RunningMailkeep.start(onDatabaseOf(mailkeep, data)
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
                            .sql("select next_check_at <= now() from mailboxes where id = cast(:id as uuid)")
                            .param("id", mailbox)
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            eventually(() -> assertThat(MailboxRow.of(mailkeep.jdbc(), mailbox)).containsEntry("read_state", ""));
        }
        eventually(() -> {
            mailkeep.reconcile();
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(arrived);
        });
    }

    @Test
    void aWorkerWhosePollsFailSaysThatTemporalIsAway(@TempDir Path data) throws Exception {
        int port = portThatNobodyListensOn();
        var temporal = TestServer.createPortBoundServer(port, true);
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
                RunningMailkeep worker = RunningMailkeep.start(MailkeepEnvironment.of(google, data)
                        .with("MAILKEEP_ROLE", "worker")
                        .with("TEMPORAL_ADDRESS", "127.0.0.1:" + port));
                LogCapture log = LogCapture.begin()) {
            eventually(() -> worker.operator().readiness().expect(200));

            temporal.close();

            eventually(() -> assertThat(log.lines("Temporal can't be used")).hasSize(1));
            assertThat(log.stacks()).isEmpty();
        } finally {
            temporal.close();
        }
    }

    /** Another process of the same Mailkeep. */
    private static MailkeepEnvironment onDatabaseOf(MailkeepExtension mailkeep, Path data) {
        EmbeddedPostgresServer postgres = mailkeep.bean(EmbeddedPostgresServer.class);
        String user = postgres.username() + ":" + postgres.password();
        return MailkeepEnvironment.of(mailkeep.google(), data)
                .with("DATABASE_URL", postgres.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + user + "@"))
                .with(
                        "TOKEN_KEYSET_FILE",
                        mailkeep.running()
                                .environment()
                                .data()
                                .resolve("token-keyset.json")
                                .toString());
    }

    /** The site is there and takes what people ask for; probes show that something is missing. */
    private static void staysReadyAndProbesFillNoLog(RunningMailkeep alone) {
        try (LogCapture log = LogCapture.begin()) {
            for (int probe = 0; probe < 42; probe++) {
                alone.operator().readiness().expect(200);
                JsonNode temporal = alone.operator().readinessOf("temporal");
                assertThat(temporal.path("status").asString()).isEqualTo("DEGRADED");
                assertThat(temporal.path("details").path("problem").asString()).contains("Temporal does not answer");
            }
            assertThat(log.stacks()).isEmpty();
            // The outage began before. What may come is its line of each minute.
            assertThat(log.lines("can't be used")).isEmpty();
        }
    }

    /** What it says while it starts is on the console only: a capture of the log begins anew with each application. */
    private static void aWorkerIsNotReadyAndDoesNotSaySo(MailkeepEnvironment environment, CapturedOutput output)
            throws Exception {
        try (RunningMailkeep worker = RunningMailkeep.start(environment
                .with("MAILKEEP_ROLE", "worker")
                .with("TEMPORAL_ADDRESS", "127.0.0.1:" + portThatNobodyListensOn()))) {
            worker.operator().readiness().expect(503);
            assertThat(worker.operator().readinessOf("temporal").path("status").asString())
                    .isEqualTo("DOWN");
            assertThat(output.getOut()).contains("Temporal can't be used").doesNotContain("worker is ready");
        }
    }

    private static int portThatNobodyListensOn() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

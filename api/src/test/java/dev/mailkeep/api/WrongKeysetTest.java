package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Mailkeep is started with a keyset that is not the one of its database. */
class WrongKeysetTest {

    private final SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
    private final SimulatedAccount account = google.addAccount("keyset@gmail.example", "Keyset");

    @AfterEach
    void stopGoogle() {
        google.close();
    }

    @Test
    void touchesNoMailboxUnderAKeysetThatIsNotTheDatabasesAndGoesOnUnderTheRightOne(@TempDir Path data)
            throws Exception {
        MailkeepEnvironment right = MailkeepEnvironment.of(google, data)
                .with("GOOGLE_RISC", "on")
                .with(
                        "GOOGLE_RISC_CONFIGURATION_URI",
                        google.riscConfigurationUri().toString());
        List<Map<String, Object>> before;
        try (RunningMailkeep mailkeep = RunningMailkeep.start(right)) {
            before = connectAndStop(mailkeep);
        }
        String arrived = deliverNow(account);
        google.calls().reset();

        MailkeepEnvironment wrong = Pushes.posted(right).with("TOKEN_KEYSET", KeysetFormat.CLEAR.generate());
        try (RunningMailkeep mailkeep = RunningMailkeep.start(wrong)) {
            mailkeep.reconcile();
            saysThatTheKeysetIsWrong(mailkeep);
            asksGoogleToDeliverAgain(mailkeep);
            runsNoWorkflow(mailkeep);
            assertThat(mailboxes(mailkeep)).isNotEmpty().isEqualTo(before);
        }
        assertThat(google.calls().calls()).isEmpty();

        try (RunningMailkeep mailkeep = RunningMailkeep.start(right)) {
            eventually(() -> assertThat(mailkeep.jdbc()
                            .sql("select message_id from email_messages")
                            .query(String.class)
                            .list())
                    .containsExactly(arrived));
        }
    }

    /** Returns the rows, which no workflow changes any more. */
    private List<Map<String, Object>> connectAndStop(RunningMailkeep mailkeep) {
        Browser browser = mailkeep.browser();
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, List.of(BOSS));
        eventually(() ->
                assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt")).isTrue());
        mailkeep.operator().readiness().expect(200);
        assertThat(mailkeep.operator().readinessOf("keyset").path("status").asString())
                .isEqualTo("UP");
        var workers = mailkeep.bean(WorkerFactory.class);
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.MINUTES);
        return mailboxes(mailkeep);
    }

    private static void saysThatTheKeysetIsWrong(RunningMailkeep mailkeep) {
        mailkeep.operator().readiness().expect(503);
        JsonNode keyset = mailkeep.operator().readinessOf("keyset");
        assertThat(keyset.path("status").asString()).isEqualTo("DOWN");
        assertThat(keyset.path("details").path("problem").asString()).contains("token keyset is not the one");
        Answer refused = mailkeep.browser().post("/auth/google/start", Map.of("purpose", "connect"));
        assertThat(refused.expect(503).problem()).isEqualTo("operator-fault");
        assertThat(refused.json().path("detail").asString()).contains("The person who runs it");
    }

    /** Google delivers again what was answered 503. */
    private void asksGoogleToDeliverAgain(RunningMailkeep mailkeep) throws Exception {
        String event = google.risc().token(SecurityEvent.tokensRevoked(account.sub()));
        assertThat(google.risc()
                        .deliver(mailkeep.url().resolve("/hooks/risc"), event)
                        .status())
                .isEqualTo(503);
        String token = google.pubSub().sign(Pushes.genuine(google));
        assertThat(Pushes.post(mailkeep.url(), token, Pushes.hint(google, account.email())))
                .isEqualTo(503);
    }

    private static void runsNoWorkflow(RunningMailkeep mailkeep) {
        assertThat(mailkeep.bean(WorkerFactory.class).isStarted()).isFalse();
        assertThat(OpenWorkflows.of(mailkeep.bean(WorkflowClient.class))).isEmpty();
    }

    private static List<Map<String, Object>> mailboxes(RunningMailkeep mailkeep) {
        return mailkeep.jdbc().sql("""
                        select m.*, encode(t.refresh_token, 'hex') as token
                        from mailboxes m join oauth_tokens t on t.mailbox_id = m.id
                        """).query().listOfRows();
    }
}

package dev.mailkeep.api.settings;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.risc.SecurityEvents;
import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.api.Browser;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.MailkeepProcess;
import dev.mailkeep.api.RunningMailkeep;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mail.MailSender;
import tools.jackson.databind.JsonNode;

/** What Mailkeep makes of its environment, and what it refuses to start with. */
class SettingsTest {

    @TempDir
    static Path temporary;

    private static SimulatedGoogle google;
    private static EmbeddedPostgresServer operators;

    @BeforeAll
    static void start() throws Exception {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        // Stands for the PostgreSQL that an operator runs.
        operators = EmbeddedPostgresServer.start(
                Files.createDirectory(temporary.resolve("operators")).toRealPath(), "mailkeep");
    }

    @AfterAll
    static void stop() {
        operators.close();
        google.close();
    }

    @Test
    void refusesToStoreTokensInAnOperatorsDatabaseWithoutAKeyOfTheirs() {
        assertRefused(
                () -> startAndClose(onOperatorsDatabase()),
                "TOKEN_KEYSET or TOKEN_KEYSET_FILE must be set when DATABASE_URL is");
    }

    @Test
    void refusesADatabaseThatHoldsPeopleOfAnotherGoogle() {
        MailkeepEnvironment environment = onOperatorsDatabase().with("TOKEN_KEYSET", KeysetFormat.CLEAR.generate());
        try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
            mailkeep.jdbc()
                    .sql("insert into users (id, issuer, google_sub, email) values (:id, :issuer, '1', 'a@b.example')")
                    .param("id", UUID.randomUUID())
                    .param("issuer", "https://accounts.google.com")
                    .update();
        }
        assertRefused(() -> startAndClose(environment), "This database belongs to [https://accounts.google.com]");
        try (RunningMailkeep mailkeep =
                RunningMailkeep.start(environment.with("GOOGLE_ISSUER", "https://accounts.google.com"))) {
            mailkeep.jdbc().sql("delete from users").update();
        }
    }

    @Test
    void takesNoSecurityEventsUnlessItIsToldTo() throws Exception {
        MailkeepEnvironment environment = MailkeepEnvironment.of(google, fresh());
        try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
            assertThat(google.risc()
                            .deliver(
                                    mailkeep.url().resolve("/hooks/risc"),
                                    google.risc().token(SecurityEvent.verification("state")))
                            .status())
                    .isEqualTo(404);
            assertThat(mailkeep.context().getBeanNamesForType(SecurityEvents.class))
                    .isEmpty();
        }
        assertRefused(() -> startAndClose(environment.with("GOOGLE_RISC", "yes")), "GOOGLE_RISC must be on or off");
        assertRefused(
                () -> startAndClose(
                        environment.with("GOOGLE_RISC_CONFIGURATION_URI", "http://accounts.google.com/risc")),
                "GOOGLE_RISC_CONFIGURATION_URI must be https");
    }

    @Test
    void touchesNoMailboxUnderAKeysetThatIsNotTheDatabasesAndGoesOnUnderTheRightOne() throws Exception {
        SimulatedAccount account = google.addAccount("keyset@gmail.example", "Keyset");
        MailkeepEnvironment right = MailkeepEnvironment.of(google, fresh())
                .with("GOOGLE_RISC", "on")
                .with(
                        "GOOGLE_RISC_CONFIGURATION_URI",
                        google.riscConfigurationUri().toString());
        List<Map<String, Object>> before;
        try (RunningMailkeep mailkeep = RunningMailkeep.start(right)) {
            Browser browser = mailkeep.browser();
            String mailbox = browser.connect(account.email());
            browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of("boss@corp.example")))
                    .expect(200);
            eventually(() -> assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt"))
                    .isTrue());
            assertThat(new Browser(mailkeep.managementUrl())
                            .get("/actuator/health/readiness")
                            .expect(200)
                            .json()
                            .path("components")
                            .path("keyset")
                            .path("status")
                            .asString())
                    .isEqualTo("UP");
            var workers = mailkeep.bean(WorkerFactory.class);
            workers.shutdown();
            workers.awaitTermination(1, TimeUnit.MINUTES);
            before = mailboxes(mailkeep);
        }
        String arrived = account.deliver(
                Mail.from("boss@corp.example").receivedAt(Instant.now()).build());
        google.calls().reset();

        try (RunningMailkeep mailkeep =
                RunningMailkeep.start(right.with("TOKEN_KEYSET", KeysetFormat.CLEAR.generate()))) {
            mailkeep.reconcile();
            Browser.Answer readiness = new Browser(mailkeep.managementUrl())
                    .get("/actuator/health/readiness")
                    .expect(503);
            JsonNode keyset = readiness.json().path("components").path("keyset");
            assertThat(keyset.path("status").asString()).isEqualTo("DOWN");
            assertThat(keyset.path("details").path("problem").asString()).contains("token keyset is not the one");
            Browser.Answer refused = mailkeep.browser().post("/auth/google/start", Map.of("purpose", "connect"));
            assertThat(refused.expect(503).problem()).isEqualTo("operator-fault");
            assertThat(refused.json().path("detail").asString()).contains("The person who runs it");
            // Google delivers what was answered 503 again.
            assertThat(google.risc()
                            .deliver(
                                    mailkeep.url().resolve("/hooks/risc"),
                                    google.risc().token(SecurityEvent.tokensRevoked(account.sub())))
                            .status())
                    .isEqualTo(503);
            assertThat(mailkeep.bean(WorkerFactory.class).isStarted()).isFalse();
            assertThat(mailkeep.bean(WorkflowClient.class)
                            .getWorkflowServiceStubs()
                            .blockingStub()
                            .listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                                    .setNamespace("default")
                                    .build())
                            .getExecutionsList())
                    .isEmpty();
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

    @Test
    void simulatesNoGoogleWhereOthersCanReachIt() throws Exception {
        assertRefused(
                () -> startAndClose(MailkeepEnvironment.bare(fresh()).with("PUBLIC_URL", "https://mail.example.org")),
                "GOOGLE_CLIENT_ID must be set");
    }

    @Test
    void wantsASecretWithAClientId() throws Exception {
        assertRefused(
                () -> startAndClose(MailkeepEnvironment.of(google, fresh()).with("GOOGLE_CLIENT_SECRET", "")),
                "GOOGLE_CLIENT_SECRET must be set with GOOGLE_CLIENT_ID");
    }

    @Test
    void sendsNoTokenInTheClearBeyondThisMachine() throws Exception {
        assertRefused(
                () -> startAndClose(
                        MailkeepEnvironment.of(google, fresh()).with("GOOGLE_TOKEN_URI", "http://oauth.example/token")),
                "GOOGLE_TOKEN_URI must be https, or http on this machine");
    }

    @Test
    void refusesToLookMoreOftenThanEveryTenSeconds() throws Exception {
        assertRefused(
                () -> startAndClose(MailkeepEnvironment.of(google, fresh()).with("MAILKEEP_SYNC_INTERVAL", "PT9S")),
                "MAILKEEP_SYNC_INTERVAL must be at least PT10S");
    }

    @Test
    void holdsNothingOfTheSimulatorOnceAClientIdIsSet() throws Exception {
        try (RunningMailkeep mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, fresh()))) {
            assertThat(simulatorBeans(mailkeep)).isEmpty();
            assertThat(mailkeep.browser().get("/control/state").status()).isEqualTo(404);
            assertThat(mailkeep.browser().get("/o/oauth2/v2/auth").status()).isEqualTo(404);
            assertThat(mailkeep.browser()
                            .get("/api/session")
                            .json()
                            .path("demo")
                            .asBoolean())
                    .isFalse();
            assertThat(mailkeep.context().getBeansOfType(MailSender.class))
                    .as("no mail host, no e-mail")
                    .isEmpty();
        }
    }

    @Test
    void doesNotEvenLoadTheSimulatorOnceAClientIdIsSet() throws Exception {
        Path loaded = temporary.resolve("loaded-classes");
        try (MailkeepProcess mailkeep = MailkeepProcess.start(
                MailkeepEnvironment.of(google, fresh()), "-Xlog:class+load:file=" + loaded + "::filecount=0")) {
            mailkeep.end();
        }
        assertThat(Files.readString(loaded))
                .contains(" dev.mailkeep.activities.google.GmailApi ")
                .doesNotContain(" dev.mailkeep.simulator.");
    }

    @Test
    void startsWithEverySettingEmptyAsWithoutIt() throws Exception {
        MailkeepEnvironment environment = MailkeepEnvironment.bare(fresh());
        List<String> all = Files.readAllLines(Path.of("../.env.example")).stream()
                .filter(line -> line.matches("#[A-Z][A-Z_]*=.*"))
                .map(line -> line.substring(1, line.indexOf('=')))
                .filter(name -> !environment.variables().containsKey(name))
                .toList();
        assertThat(all).contains("GOOGLE_POPUP", "MAILKEEP_ROLE", "GMAIL_BASE_URL", "SPRING_MAIL_HOST");
        MailkeepEnvironment empty = environment;
        for (String name : all) {
            empty = empty.with(name, "");
        }
        try (MailkeepProcess mailkeep = MailkeepProcess.start(empty)) {
            assertThat(mailkeep.log()).contains("the simulated Google").doesNotContain("ERROR");
        }
    }

    @Test
    void runsOnASimulatedGoogleWhenNothingIsSet() throws Exception {
        Path data = fresh();
        try (RunningMailkeep mailkeep = RunningMailkeep.start(MailkeepEnvironment.bare(data))) {
            assertThat(simulatorBeans(mailkeep)).isNotEmpty();
            assertThat(mailkeep.browser()
                            .get("/api/session")
                            .json()
                            .path("demo")
                            .asBoolean())
                    .isTrue();
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("token-keyset.json")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    private static List<Map<String, Object>> mailboxes(RunningMailkeep mailkeep) {
        return mailkeep.jdbc().sql("""
                        select m.*, encode(t.refresh_token, 'hex') as token
                        from mailboxes m join oauth_tokens t on t.mailbox_id = m.id
                        """).query().listOfRows();
    }

    private static MailkeepEnvironment onOperatorsDatabase() {
        try {
            return MailkeepEnvironment.of(google, fresh())
                    .with(
                            "DATABASE_URL",
                            operators.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + credentials() + "@"));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static String credentials() {
        return operators.username() + ":" + URLEncoder.encode(operators.password(), StandardCharsets.UTF_8);
    }

    private static Path fresh() throws java.io.IOException {
        return Files.createTempDirectory(temporary, "data").toRealPath();
    }

    private static java.util.List<String> simulatorBeans(RunningMailkeep mailkeep) {
        return Arrays.stream(mailkeep.context().getBeanDefinitionNames())
                .filter(name -> {
                    Class<?> type = mailkeep.context().getType(name);
                    return type != null && type.getName().startsWith("dev.mailkeep.simulator");
                })
                .toList();
    }

    private static void startAndClose(MailkeepEnvironment environment) {
        RunningMailkeep.start(environment).close();
    }

    private static void assertRefused(ThrowingCallable start, String sentence) {
        assertThatThrownBy(start)
                .satisfies(refusal -> assertThat(org.assertj.core.util.Throwables.getRootCause(refusal))
                        .hasMessageContaining(sentence));
    }
}

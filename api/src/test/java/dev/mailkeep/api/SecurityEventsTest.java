package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.risc.RiscTransmitter.Delivery;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Cross-Account Protection, from Google's post to what the person sees. */
class SecurityEventsTest {

    private static final Set<String> GMAIL = Set.of("profile", "history", "list", "get");

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static URI receiver;
    private static int accounts;

    private Browser browser;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private SimulatedAccount account;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data)
                .with("GOOGLE_RISC", "on")
                .with(
                        "GOOGLE_RISC_CONFIGURATION_URI",
                        google.riscConfigurationUri().toString()));
        receiver = mailkeep.url().resolve("/hooks/risc");
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
        account = google.addAccount("risc-" + accounts++ + "@gmail.example", "Ada");
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void forgetEverybody() {
        root().detachAppender(logged);
        root().setLevel(Level.WARN);
        google.faults().clear();
        mailkeep.jdbc().sql("delete from users").update();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Connects, watches somebody, and lets the grant be a day old. */
    private String connect() {
        String mailbox = browser.connect(account.email());
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of("boss@corp.example")))
                .expect(200);
        eventually(() -> {
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt")).isTrue();
        });
        mailkeep.jdbc()
                .sql("update oauth_tokens set granted_at = now() - interval '1 day'")
                .update();
        return mailbox;
    }

    private static int send(String token) {
        return google.risc().deliver(receiver, token).status();
    }

    private static int send(SecurityEvent event) {
        return send(google.risc().token(event));
    }

    private long gmailCalls() {
        return google.calls().calls().stream()
                .filter(call -> GMAIL.contains(call.method()) && account.email().equals(call.account()))
                .count();
    }

    private long tokenCalls() {
        return google.calls().calls().stream()
                .filter(call -> call.method().equals("token") && account.email().equals(call.account()))
                .count();
    }

    private static List<String> notices(String mailbox) {
        return mailkeep.jdbc()
                .sql("select cause from notifications where mailbox_id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(String.class)
                .list();
    }

    private static double counted(String outcome) {
        String metrics = new Browser(mailkeep.managementUrl())
                .get("/actuator/prometheus")
                .expect(200)
                .text();
        return metrics.lines()
                .filter(line -> line.startsWith("mailkeep_hooks_total{")
                        && line.contains("hook=\"risc\"")
                        && line.contains("outcome=\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What an event could change, without what a look changes. */
    private static Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        Map.of(
                        "users", "*",
                        "mailboxes", "id, generation, desired_state, condition, cause",
                        "oauth_tokens", "id, refresh_token, token_hash, granted_at",
                        "notifications", "*",
                        "audit_log", "id, event, detail",
                        "security_events", "id_hash",
                        "browser_sessions", "id")
                .forEach((table, columns) -> rows.put(
                        table,
                        mailkeep.jdbc()
                                .sql("select cast(t as text) from (select " + columns + " from " + table
                                        + ") t order by 1")
                                .query(String.class)
                                .list()));
        return rows;
    }

    @Test
    void revokedTokensStopTheMailboxAtOnceAndAreToldOnce() {
        String mailbox = connect();
        account.revokeGrants();
        double accepted = counted("accepted");
        String token = google.risc().token(SecurityEvent.tokensRevoked(account.sub()));

        Delivery answer = google.risc().deliver(receiver, token);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        long calls = gmailCalls();
        assertThat(mailkeep.jdbc()
                        .sql("select condition from mailboxes where id = cast(:id as uuid)")
                        .param("id", mailbox)
                        .query(String.class)
                        .single())
                .isEqualTo("NEEDS_RECONNECT");
        assertThat(counted("accepted")).isEqualTo(accepted + 1);
        eventually(() -> assertThat(notices(mailbox)).containsExactly("REVOKED"));
        double replayed = counted("replayed");
        assertThat(send(token)).isEqualTo(202);
        assertThat(counted("replayed")).isEqualTo(replayed + 1);
        holds(() -> assertThat(gmailCalls()).isEqualTo(calls));
        assertThat(notices(mailbox)).hasSize(1);

        browser.finish(browser.round("signin", null, account.email(), Decision.ALLOW))
                .expect(200);
        assertThat(browser.mailbox(mailbox).path("explanation").asString()).contains("Reconnect to continue");
        browser.finish(browser.round("reconnect", mailbox, account.email(), Decision.ALLOW))
                .expect(200);
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
        assertThat(send(token)).isEqualTo(202);
        holds(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedTokenStopsItsMailbox(TokenIdentifier by) {
        String mailbox = connect();

        assertThat(send(SecurityEvent.tokenRevoked(account.newestRefreshToken(), by)))
                .isEqualTo(202);

        assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT");
        eventually(() -> assertThat(notices(mailbox)).containsExactly("REVOKED"));
    }

    @ParameterizedTest
    @CsvSource({
        "sessions, SESSIONS_REVOKED, signed this account out everywhere",
        "hijacking, ACCOUNT_HIJACKED, disabled this account to protect it",
        "bulk-account, ACCOUNT_DISABLED, disabled this account"
    })
    void revokedSessionsAndDisabledAccountsHoldTheMailboxAndSignThePersonOut(String what, String cause, String title) {
        String mailbox = connect();
        Browser another = mailkeep.browser();
        another.finish(another.round("signin", null, account.email(), Decision.ALLOW))
                .expect(200);

        assertThat(send(
                        what.equals("sessions")
                                ? SecurityEvent.sessionsRevoked(account.sub())
                                : SecurityEvent.accountDisabled(account.sub()).withReason(what)))
                .isEqualTo(202);

        long calls = gmailCalls();
        browser.get("/api/mailboxes").expect(401);
        another.get("/api/mailboxes").expect(401);
        eventually(() -> assertThat(notices(mailbox)).containsExactly(cause));
        browser.finish(browser.round("signin", null, account.email(), Decision.ALLOW))
                .expect(200);
        JsonNode held = browser.mailbox(mailbox);
        assertThat(held.path("status").asString()).isEqualTo("NEEDS_RECONNECT");
        assertThat(held.path("cause").asString()).isEqualTo(cause);
        assertThat(held.path("nextAction").path("kind").asString()).isEqualTo("reconnect");
        assertThat(browser.get("/api/notifications").expect(200).text()).contains(title);
        holds(() -> assertThat(gmailCalls()).isEqualTo(calls));
    }

    @Test
    void hintsHaveTheGrantCheckedAtGoogle() {
        String mailbox = connect();
        long before = tokenCalls();

        assertThat(send(SecurityEvent.credentialChangeRequired(account.sub()))).isEqualTo(202);

        eventually(() -> assertThat(tokenCalls()).isGreaterThan(before));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");

        account.revokeGrants();
        assertThat(send(SecurityEvent.accountEnabled(account.sub()))).isEqualTo(202);

        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
    }

    @Test
    void aGrantOfTheseMinutesThatWasRevokedIsFoundOutByAskingGoogle() {
        String mailbox = connect();
        mailkeep.jdbc().sql("update oauth_tokens set granted_at = now()").update();
        account.revokeGrants();

        assertThat(send(SecurityEvent.tokensRevoked(account.sub()))).isEqualTo(202);

        eventually(() -> assertThat(notices(mailbox)).containsExactly("REVOKED"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY, invalid_key, forged",
        "WRONG_SIGNATURE, invalid_key, forged",
        "UNSIGNED, invalid_key, forged",
        "WRONG_ISSUER, invalid_issuer, foreign",
        "WRONG_AUDIENCE, invalid_audience, foreign",
        "FROM_THE_FUTURE, invalid_request, stale",
        "ANCIENT, invalid_request, stale",
        "NO_EVENTS, invalid_request, malformed",
        "NO_ID, invalid_request, malformed"
    })
    void forgedOnesAreRefusedAndCountedAndChangeNothing(Forgery forgery, String err, String outcome) throws Exception {
        String mailbox = connect();
        var before = rows();
        double counted = counted(outcome);

        Delivery answer = google.risc()
                .deliver(receiver, google.risc().token(SecurityEvent.tokensRevoked(account.sub()), forgery));

        assertThat(answer.status()).isEqualTo(400);
        JsonNode refusal =
                tools.jackson.databind.json.JsonMapper.builder().build().readTree(answer.body());
        assertThat(refusal.path("err").asString()).isEqualTo(err);
        assertThat(refusal.path("description").asString()).isNotEmpty();
        assertThat(counted(outcome)).isEqualTo(counted + 1);
        assertThat(rows()).isEqualTo(before);
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void strangersEventsAndUnknownOnesAreTakenAndChangeNothing() {
        connect();
        SimulatedAccount stranger = google.addAccount("stranger-" + accounts++ + "@gmail.example", "Stranger");
        var before = rows();
        before.remove("security_events");
        double nobody = counted("nobody");
        double ignored = counted("ignored");

        assertThat(send(SecurityEvent.tokensRevoked(stranger.sub()))).isEqualTo(202);
        assertThat(send(SecurityEvent.about("https://schemas.example/event-type/new", account.sub())))
                .isEqualTo(202);

        var after = rows();
        after.remove("security_events");
        assertThat(after).isEqualTo(before);
        assertThat(counted("nobody")).isEqualTo(nobody + 1);
        assertThat(counted("ignored")).isEqualTo(ignored + 1);
    }

    @Test
    void saysThatGooglesTestHasArrived() {
        double counted = counted("verification");

        assertThat(send(SecurityEvent.verification("state"))).isEqualTo(202);

        assertThat(counted("verification")).isEqualTo(counted + 1);
        assertThat(logged.list).anyMatch(line -> line.getFormattedMessage().contains("verification event has arrived"));
    }

    @Test
    void takesNoMoreThanATokenNeeds() {
        assertThat(send("a".repeat(65 * 1024))).isEqualTo(400);
        assertThat(send("nonsense")).isEqualTo(400);
        assertThat(mailkeep.browser().get("/hooks/risc").status()).isIn(404, 405);
    }

    @Test
    void asksForAnotherDeliveryWhileTheDatabaseTakesNothing() {
        String mailbox = connect();
        double unavailable = counted("unavailable");
        String token = google.risc().token(SecurityEvent.tokensRevoked(account.sub()));
        mailkeep.jdbc().sql("alter table security_events rename to away").update();
        try {
            assertThat(send(token)).isEqualTo(503);
        } finally {
            mailkeep.jdbc().sql("alter table away rename to security_events").update();
        }
        assertThat(counted("unavailable")).isEqualTo(unavailable + 1);
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");

        assertThat(send(token)).isEqualTo(202);
        assertThat(browser.get("/api/mailboxes").status()).isEqualTo(401);
    }

    @Test
    void logsNothingOfATokenOrAnAccount() {
        root().setLevel(Level.INFO);
        connect();
        String refreshToken = account.newestRefreshToken();
        String honest = google.risc().token(SecurityEvent.tokenRevoked(refreshToken, TokenIdentifier.PREFIX));
        String forged = google.risc().token(SecurityEvent.tokensRevoked(account.sub()), Forgery.WRONG_SIGNATURE);
        google.faults().inject(Fault.backendError(503).on("history"));

        send(honest);
        send(forged);
        send(SecurityEvent.sessionsRevoked(account.sub()));

        assertThat(logged.list).isNotEmpty();
        assertThat(logged.list)
                .allSatisfy(line -> assertThat(line.getFormattedMessage())
                        .doesNotContain(
                                account.sub(),
                                account.email(),
                                refreshToken.substring(0, 16),
                                honest.substring(honest.length() - 20),
                                forged.substring(forged.length() - 20)));
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.simulator.pubsub.Mischief;
import dev.mailkeep.simulator.pubsub.OidcToken;
import dev.mailkeep.workflows.mailbox.MailboxWorkflow;
import io.temporal.client.WorkflowClient;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gmail's push, posted to us and pulled by us: a hint that brings the next look forward, and nothing else. */
class GmailPushTest {

    private static final String FROM = "Boss <" + BOSS + ">";
    private static final String TOPIC = "projects/simulated/topics/gmail";
    private static final String PUSHED = "projects/simulated/subscriptions/pushed";
    private static final String PULLED = "projects/simulated/subscriptions/pulled";
    private static final String AUDIENCE = "https://mail.example.org/hooks/gmail";
    private static final String ACCOUNT = "push@simulated.iam.gserviceaccount.com";

    @TempDir
    static Path data;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;

    @BeforeAll
    static void start() throws Exception {
        google = SimulatedGoogle.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
        google.pubSub().createTopic(TOPIC, true);
        MailkeepEnvironment environment = posted(quiet());
        google.pubSub().push(PUSHED, TOPIC, environment.url().resolve("/hooks/gmail"), AUDIENCE, ACCOUNT);
        mailkeep = RunningMailkeep.start(environment);
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @AfterEach
    void noMischief() {
        google.pubSub().mischief(Mischief.none());
    }

    /** One that looks by itself once an hour: longer than any of these tests takes. */
    private static MailkeepEnvironment quiet() throws Exception {
        return MailkeepEnvironment.of(google, Files.createTempDirectory(data, "data"))
                .with("MAILKEEP_SYNC_INTERVAL", "PT1H");
    }

    private static MailkeepEnvironment posted(MailkeepEnvironment environment) {
        return environment
                .with("GMAIL_PUSH_TOPIC", TOPIC)
                .with("GMAIL_PUSH_AUDIENCE", AUDIENCE)
                .with("GMAIL_PUSH_SERVICE_ACCOUNT", ACCOUNT);
    }

    private static MailkeepEnvironment pulled(MailkeepEnvironment environment) {
        return environment
                .with("GMAIL_PUSH_TOPIC", TOPIC)
                .with("GMAIL_PUSH_SUBSCRIPTION", PULLED)
                .with("PUBSUB_BASE_URL", google.gmailBaseUri().toString());
    }

    /** Connects an account, and returns once Gmail pushes for it. */
    private static String connect(RunningMailkeep running, SimulatedAccount account) {
        Browser browser = running.browser();
        String mailbox = browser.connect(account.email());
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                .expect(200);
        eventually(() -> {
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(google.watchedUntil(account.email()))
                    .isAfter(google.clock().instant());
            assertThat(running.jdbc()
                            .sql("select watch_expires_at is not null from mailboxes where id = cast(:id as uuid)")
                            .param("id", mailbox)
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        });
        return mailbox;
    }

    private static SimulatedAccount account(String name) {
        return google.addAccount(name + "@gmail.example", name);
    }

    private static OidcToken genuine() {
        return google.pubSub().token(AUDIENCE, ACCOUNT);
    }

    private static int post(RunningMailkeep running, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(running.url().resolve("/hooks/gmail"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int post(String token, String body) throws Exception {
        return post(mailkeep, token, body);
    }

    private static String hint(String address) {
        return google.pubSub()
                .envelope(PUSHED, "{\"emailAddress\": \"" + address + "\", \"historyId\": \"99999999999\"}", "1");
    }

    private static int counted(String outcome) {
        String metrics = new Browser(mailkeep.managementUrl())
                .get("/actuator/prometheus")
                .expect(200)
                .text();
        Matcher line = Pattern.compile("mailkeep_hooks_total\\{hook=\"gmail\",outcome=\"" + outcome + "\"} ([0-9.]+)")
                .matcher(metrics);
        return line.find() ? (int) Double.parseDouble(line.group(1)) : 0;
    }

    /** Hints that a mailbox's workflow was given. */
    private static long hints(String mailbox) {
        return mailkeep
                .bean(WorkflowClient.class)
                .fetchHistory(MailboxWorkflow.idOf(UUID.fromString(mailbox)))
                .getEvents()
                .stream()
                .filter(event -> event.getWorkflowExecutionSignaledEventAttributes()
                        .getSignalName()
                        .equals("mailArrived"))
                .count();
    }

    private static Map<String, Object> row(String mailbox) {
        return mailkeep.jdbc()
                .sql("select * from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query()
                .singleRow();
    }

    @Test
    void mailThatIsPostedIsStoredFarAheadOfTheInterval() {
        SimulatedAccount account = account("posted");
        String mailbox = connect(mailkeep, account);

        String one = deliverNow(account, FROM);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactly(one));
        String two = deliverNow(account, FROM);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactlyInAnyOrder(one, two));

        assertThat(counted("hinted")).isPositive();
    }

    @Test
    void pushesThatComeTwiceLateAndInAnyOrderChangeNothing() throws Exception {
        SimulatedAccount account = account("unkind");
        google.pubSub().mischief(Mischief.unkind());
        String mailbox = connect(mailkeep, account);

        for (int i = 0; i < 20; i++) {
            deliverNow(account, FROM);
        }
        eventually(() -> assertThat(google.pubSub().unacknowledged(PUSHED)).isZero());
        // What comes more than once a second Gmail drops; the last of it may be among that.
        String replayed = hint(account.email().toUpperCase(Locale.ROOT));
        for (int i = 0; i < 3; i++) {
            assertThat(post(google.pubSub().sign(genuine()), replayed)).isEqualTo(204);
        }

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).hasSize(20).isEqualTo(wanted(account)));
        assertThat(mailkeep.jdbc()
                        .sql("select history_id from mailboxes where id = cast(:id as uuid)")
                        .param("id", mailbox)
                        .query(BigDecimal.class)
                        .single())
                .as("the cursor is history's, not the push's")
                .isEqualByComparingTo(new BigDecimal(account.historyId()));
    }

    @Test
    void mailArrivesAlthoughNothingIsPushed() {
        SimulatedAccount account = account("silent");
        String mailbox = connect(mailkeep, account);
        google.pubSub().mischief(Mischief.dropping());
        Browser browser = mailkeep.browser();
        browser.finish(browser.round("signin", null, account.email(), Browser.Decision.ALLOW))
                .expect(200);
        browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", "PT10S"))
                .expect(200);

        String id = deliverNow(account, FROM);

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactly(id));
    }

    @Test
    void forgedPostsAreRefusedAndCountedAndChangeNothing() throws Exception {
        SimulatedAccount account = account("forged");
        String mailbox = connect(mailkeep, account);
        eventually(() -> assertThat(google.pubSub().unacknowledged(PUSHED)).isZero());
        Patience.holds(() -> assertThat(hints(mailbox)).isLessThanOrEqualTo(2));
        Map<String, Object> before = row(mailbox);
        long hintsBefore = hints(mailbox);
        int countedBefore = counted("forged");
        List<String> forgeries = List.of(
                "",
                "nonsense",
                google.pubSub().signAsStranger(genuine()),
                google.pubSub().sign(genuine().withAudience("https://elsewhere.example.org/hooks/gmail")),
                google.pubSub().sign(genuine().withEmail("push@other.iam.gserviceaccount.com")),
                google.pubSub().sign(genuine().withEmailVerified(false)),
                google.pubSub().sign(genuine().withIssuer("https://accounts.google.com")),
                google.pubSub().sign(genuine().withLife(Duration.ofHours(-1))),
                google.pubSub().sign(genuine().withLife(null)));

        for (String forgery : forgeries) {
            assertThat(post(forgery, hint(account.email()))).as(forgery).isEqualTo(401);
        }

        assertThat(counted("forged") - countedBefore).isEqualTo(forgeries.size());
        Patience.holds(() -> {
            assertThat(hints(mailbox)).isEqualTo(hintsBefore);
            assertThat(row(mailbox)).isEqualTo(before);
        });
    }

    @Test
    void whatIsGenuineAndLeadsNowhereIsAcknowledgedAndCounted() throws Exception {
        String token = google.pubSub().sign(genuine());
        int unknown = counted("unknown");
        int unreadable = counted("unreadable");

        assertThat(post(token, hint("nobody@gmail.example"))).isEqualTo(204);
        assertThat(counted("unknown") - unknown).isEqualTo(1);

        List<String> unreadables = List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"message\": {\"data\": \"*\"}}",
                "{\"message\": {\"data\": 7}}",
                google.pubSub().envelope(PUSHED, "no JSON", "1"),
                google.pubSub().envelope(PUSHED, "{\"historyId\": 7}", "1"),
                "{\"message\": \"" + "x".repeat(70_000) + "\"}");
        for (String body : unreadables) {
            assertThat(post(token, body)).as(body).isEqualTo(204);
        }
        assertThat(counted("unreadable") - unreadable).isEqualTo(unreadables.size());
    }

    @Test
    void historyIdsAndBase64ComeInEitherSpelling() throws Exception {
        SimulatedAccount account = account("spelling");
        String mailbox = connect(mailkeep, account);
        eventually(() -> assertThat(google.pubSub().unacknowledged(PUSHED)).isZero());
        String token = google.pubSub().sign(genuine());
        int hinted = counted("hinted");
        String text = "{\"emailAddress\":\"" + account.email() + "\",\"historyId\":12345,\"x\":\"???>>>\"}";
        for (Base64.Encoder encoder : List.of(
                Base64.getEncoder(),
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
            assertThat(post(token, "{\"message\": {\"data\": \"" + encoder.encodeToString(text.getBytes()) + "\"}}"))
                    .isEqualTo(204);
        }
        assertThat(counted("hinted") - hinted).isEqualTo(3);
        assertThat(mailbox).isNotEmpty();
    }

    @Test
    void aFloodOfPushesMakesFewSignals() throws Exception {
        SimulatedAccount account = account("flood");
        String mailbox = connect(mailkeep, account);
        eventually(() -> assertThat(google.pubSub().unacknowledged(PUSHED)).isZero());
        String token = google.pubSub().sign(genuine());
        long before = hints(mailbox);

        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(post(token, hint(account.email()))).isEqualTo(204);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

        // The first second may have begun before the flood, with the push that the connection caused: DebouncerTest
        // holds the number exactly.
        eventually(() -> assertThat(hints(mailbox) - before).isPositive());
        Patience.holds(() -> assertThat(hints(mailbox) - before).isBetween(1L, seconds + 3));
    }

    @Test
    void aPausedMailboxIsLeftAlone() throws Exception {
        SimulatedAccount account = account("paused");
        Browser browser = mailkeep.browser();
        String mailbox = connect(mailkeep, account);
        browser.finish(browser.round("signin", null, account.email(), Browser.Decision.ALLOW))
                .expect(200);
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(google.pubSub().unacknowledged(PUSHED)).isZero());
        int resting = counted("resting");

        assertThat(post(google.pubSub().sign(genuine()), hint(account.email()))).isEqualTo(204);

        assertThat(counted("resting") - resting).isEqualTo(1);
    }

    @Test
    void mailThatIsPulledIsStoredFarAheadOfTheIntervalAndAcknowledged() throws Exception {
        google.pubSub().subscribe(PULLED, TOPIC);
        SimulatedAccount account = account("pulled");
        try (RunningMailkeep pulling = RunningMailkeep.start(pulled(quiet()))) {
            String mailbox = connect(pulling, account);

            String id = deliverNow(account, FROM);

            eventually(() -> {
                assertThat(kept(pulling.jdbc(), mailbox)).containsExactly(id);
                assertThat(google.pubSub().unacknowledged(PULLED)).isZero();
            });
            assertThat(post(pulling, google.pubSub().sign(genuine()), hint(account.email())))
                    .as("nothing is posted where it is pulled")
                    .isEqualTo(404);
        }
    }

    @Test
    void withoutATopicNothingOfItIsThereAndUnderTheWrongKeysetItComesAgain() throws Exception {
        MailkeepEnvironment off = quiet();
        SimulatedAccount account = account("off");
        google.calls().reset();
        try (RunningMailkeep without = RunningMailkeep.start(off)) {
            Browser browser = without.browser();
            String mailbox = browser.connect(account.email());
            browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                    .expect(200);
            eventually(() -> assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt"))
                    .isTrue());
            assertThat(post(without, google.pubSub().sign(genuine()), hint(account.email())))
                    .isEqualTo(404);
            assertThat(without.context().getBeanDefinitionNames())
                    .extracting(without.context()::getType)
                    .noneMatch(type -> type != null && type.getName().startsWith("dev.mailkeep.api.hooks."));
            assertThat(google.calls().calls())
                    .noneMatch(call ->
                            call.method().equals("watch") && account.email().equals(call.account()));
        }
        try (RunningMailkeep locked =
                RunningMailkeep.start(posted(off).with("TOKEN_KEYSET", KeysetFormat.CLEAR.generate()))) {
            assertThat(post(locked, google.pubSub().sign(genuine()), hint(account.email())))
                    .isEqualTo(503);
        }
    }
}

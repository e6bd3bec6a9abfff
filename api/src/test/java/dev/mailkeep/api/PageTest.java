package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a browser and an operator get to see: the page, its headers, the document of the API, health, and the end. */
class PageTest {

    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final Path DOCUMENT = Path.of("../frontend/openapi.json");

    @TempDir
    static Path data;

    @TempDir
    static Path other;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;

    private final JsonMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        google.addAccount("ada@gmail.example", "Ada");
        mailkeep = RunningMailkeep.start(
                MailkeepEnvironment.of(google, data).with("MANAGEMENT_HOSTS", "Mailkeep.internal, other.internal"));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/auth/callback?code=a&state=b",
                "/mailboxes/1",
                "/mailboxes/1/senders",
                "/receipts/1",
                "/goodbye"
            })
    void servesThePageUnderEachOfItsRoutesWithAPolicyThatAllowsNothingUnsafe(String route) {
        Answer page = mailkeep.browser().get(route).expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        String policy = page.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe-")
                .doesNotContain("*");
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        String nonce = nonce(page);
        assertThat(page.text()).contains("nonce=\"" + nonce + "\"").doesNotContain("__CSP_NONCE__");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertSecured(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/nowhere/at/all",
                "/mailbox",
                "/auth/nowhere",
                "/settings?x=y",
                "/a/b.html",
                "/index.htm"
            })
    void showsABrowserThePageAtAnAddressThatNothingHasAndAProgramAProblem(String route) {
        Answer shown = mailkeep.browser()
                .send("GET", route, null, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .expect(404);
        assertThat(shown.header("Content-Type")).startsWith("text/html");
        assertThat(shown.text()).contains("<div id=\"root\">").doesNotContain("__CSP_NONCE__");
        assertThat(shown.header("Content-Security-Policy")).contains("'nonce-" + nonce(shown) + "'");
        assertSecured(shown);

        Answer told = mailkeep.browser().get(route).expect(404);
        assertThat(told.header("Content-Type")).startsWith("application/problem+json");
        assertThat(told.problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/nowhere", "/api", "/v3/nowhere", "/assets/nowhere.js", "/nowhere.js", "/hooks/nowhere"})
    void answersWhatProgramsAskForAsAProgramExpectsIt(String route) {
        Answer answer = mailkeep.browser().send("GET", route, null, "Accept", "text/html,*/*;q=0.8");

        assertThat(answer.status()).isIn(401, 404);
        assertThat(answer.header("Content-Type")).doesNotContain("html");
    }

    @Test
    void allowsNoScriptOrStyleOfThePageWithoutThisAnswersNonce() {
        Answer page = mailkeep.browser().get("/").expect(200);
        assertThat(Pattern.compile("<(script|style|link rel=\"stylesheet\")[^>]*>")
                        .matcher(page.text())
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(element -> assertThat(element).contains("nonce=\"" + nonce(page) + "\""));
        assertThat(page.text()).doesNotContain(" onload=").doesNotContain(" style=");
    }

    @Test
    void makesANewNonceForEveryAnswer() {
        Browser browser = mailkeep.browser();
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            nonces.add(nonce(browser.get("/")));
        }
        assertThat(nonces).hasSize(20);
    }

    @Test
    void securesTheAnswersOfTheApiToo() {
        for (String path : List.of("/api/session", "/api/mailboxes", "/v3/api-docs", "/nowhere")) {
            Answer answer = mailkeep.browser().get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
            assertSecured(answer);
        }
    }

    @Test
    void letsBrowsersKeepWhatThePageIsMadeOf() {
        Browser browser = mailkeep.browser();
        List<String> assets = ASSET.matcher(browser.get("/").text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(assets).hasSizeGreaterThanOrEqualTo(2);
        for (String asset : assets) {
            Answer answer = browser.get(asset).expect(200);
            assertThat(answer.header("Cache-Control"))
                    .as(asset)
                    .contains("immutable")
                    .doesNotContain("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.headers().allValues("Set-Cookie")).as(asset).isEmpty();
        }
        assertThat(browser.get("/favicon.svg").expect(200).text()).contains("<svg");
        assertThat(browser.get("/color-scheme.js").expect(200).header("Cache-Control"))
                .contains("max-age=3600")
                .doesNotContain("immutable");
        assertThat(browser.get("/assets/nowhere.js").status()).isEqualTo(404);
    }

    @Test
    void sendsWhoeverComesByAnotherHostToThePublicUrl() {
        var byNumber = new Browser(java.net.URI.create(mailkeep.url().toString().replace("localhost", "127.0.0.1")));
        Answer answer = byNumber.get("/mailboxes/1?x=y").expect(302);
        assertThat(answer.header("Location")).isEqualTo(mailkeep.url() + "/");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(byNumber.send("POST", "/auth/google/start", Map.of()).status())
                .isEqualTo(421);
    }

    @Test
    void servesTheDocumentThatThePagesTypesAreMadeOf() throws Exception {
        JsonNode served =
                json.readTree(mailkeep.browser().get("/v3/api-docs").expect(200).text());
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(DOCUMENT, json.writeValueAsString(served) + "\n");
        }
        assertThat(json.writeValueAsString(json.readTree(Files.readString(DOCUMENT))))
                .as("%s is not what is served; run this test with -Dopenapi.update=true", DOCUMENT)
                .isEqualTo(json.writeValueAsString(served));
        assertThat(served.path("paths").propertyNames())
                .contains("/api/session", "/auth/google", "/api/mailboxes/{id}")
                .noneMatch(path -> path.startsWith("/actuator") || path.startsWith("/control"));
    }

    @Test
    void showsHealthAndMetricsOnTheManagementPortOnly() {
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/env")) {
            assertThat(mailkeep.browser().get(path).status()).as(path).isEqualTo(404);
        }
        var operator = new Browser(mailkeep.managementUrl());
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(operator.get(path).expect(200).text()).contains("UP");
        }
        assertThat(operator.get("/actuator/prometheus").expect(200).text()).contains("jvm_");
        for (String path : List.of("/actuator/env", "/actuator/heapdump", "/actuator/beans", "/api/session")) {
            assertThat(operator.get(path).status()).as(path).isNotEqualTo(200);
        }
        var readiness =
                Objects.requireNonNull(mailkeep.bean(HealthEndpointGroups.class).get("readiness"));
        assertThat(List.of("databaseWrites", "temporal", "readinessState")).allMatch(readiness::isMember);
    }

    @Test
    void theManagementPortAnswersUnderItsOwnNamesAndAddressesOnly() throws IOException {
        for (String host :
                List.of("localhost:1", "127.0.0.1:1", "10.42.0.7:8081", "[::1]:1", "[fd00::7]", "mailkeep.internal")) {
            assertThat(metricsUnder(host)).as(host).startsWith("HTTP/1.1 200");
        }
        for (String host :
                List.of("evil.example", "evil.example:1", "127.0.0.1.evil.example", "localhost.evil.example")) {
            assertThat(metricsUnder(host)).as(host).startsWith("HTTP/1.1 421").doesNotContain("jvm_");
        }
    }

    /** What a client gets that was led here by this name. */
    private static String metricsUnder(String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", mailkeep.managementUrl().getPort())) {
            socket.getOutputStream()
                    .write(("GET /actuator/prometheus HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tellsOpenPagesWhatChangedAndNobodyElse() {
        Browser ada = mailkeep.browser();
        String mailbox = ada.connect("ada@gmail.example");
        google.addAccount("ben@gmail.example", "Ben");
        Browser ben = mailkeep.browser();
        ben.connect("ben@gmail.example");
        BlockingQueue<String> toAda = listen(ada).lines();
        BlockingQueue<String> toBen = listen(ben).lines();

        // A quiet mailbox of the one, told to pause.
        ada.post("/api/mailboxes/" + mailbox + "/pause").expect(202);

        eventually(() -> assertThat(toAda).anyMatch(line -> line.startsWith("data:") && line.contains(mailbox)));
        assertThat(toBen).noneMatch(line -> line.contains(mailbox));
    }

    @Test
    void anEventStreamEndsWithTheSessionThatOpenedItWhoeverEndsThat() {
        google.addAccount("cem@gmail.example", "Cem");
        Browser out = mailkeep.browser();
        Browser gone = mailkeep.browser();
        Browser bystander = mailkeep.browser();
        out.connect("cem@gmail.example");
        bystander
                .finish(bystander.round("signin", null, "cem@gmail.example", Browser.Decision.ALLOW))
                .expect(200);
        Listening ofOut = listen(out);
        Listening ofBystander = listen(bystander);

        out.post("/auth/logout").expect(204);
        eventually(() -> assertThat(ofOut.end()).isDone());
        assertThat(ofBystander.end()).isNotDone();

        // As another process ends it: nothing but the row tells this one.
        mailkeep.jdbc()
                .sql("delete from browser_sessions where user_id is not null")
                .update();
        eventually(() -> assertThat(ofBystander.end()).isDone());

        gone.connect("cem@gmail.example");
        Listening ofGone = listen(gone);
        gone.delete("/api/account").expect(204);
        eventually(() -> assertThat(ofGone.end()).isDone());
    }

    @Test
    void aPersonsTwentyFirstEventStreamIsRefusedAsTooMany() {
        google.addAccount("dov@gmail.example", "Dov");
        Browser dov = mailkeep.browser();
        dov.connect("dov@gmail.example");
        for (int n = 0; n < 20; n++) {
            listen(dov);
        }
        assertThatThrownBy(dov::events).hasMessageContaining("refused: 429");
        dov.post("/auth/logout").expect(204);
    }

    @Test
    void endsAlthoughPagesHoldTheirEventStreamsOpen() {
        RunningMailkeep leaving = RunningMailkeep.start(MailkeepEnvironment.of(google, other));
        Browser browser = leaving.browser();
        browser.connect("ada@gmail.example");
        List<Listening> streams = List.of(listen(browser), listen(browser));

        leaving.close();

        streams.forEach(stream -> eventually(() -> assertThat(stream.end()).isDone()));
        assertThat(leaving.context().isActive()).isFalse();
    }

    private record Listening(BlockingQueue<String> lines, CompletableFuture<Void> end) {}

    /** Reads the browser's event stream in the background, from its first comment on. */
    private static Listening listen(Browser browser) {
        var lines = new LinkedBlockingQueue<String>();
        CompletableFuture<Void> end =
                CompletableFuture.runAsync(() -> browser.events().forEach(lines::add), task -> {
                    var thread = new Thread(task, "event-stream");
                    thread.setDaemon(true);
                    thread.start();
                });
        eventually(() -> assertThat(lines).isNotEmpty());
        return new Listening(lines, end);
    }

    private static String nonce(Answer page) {
        return NONCE.matcher(page.header("Content-Security-Policy"))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSecured(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Server")).isEmpty();
    }
}

package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Codes of Google's popup, which come without a state; GOOGLE_POPUP is on. While it is off: {@link ConnectTest}. */
class PopupTest {

    private static final String ACCOUNT = "ada@gmail.example";
    private static final String OTHER = "ben@gmail.example";
    private static final String GMAIL = "https://www.googleapis.com/auth/gmail.readonly";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;

    private Browser browser;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        google.addAccount(ACCOUNT, "Ada");
        google.addAccount(OTHER, "Ben");
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data).with("GOOGLE_POPUP", "on"));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
        browser.get("/api/session").expect(200);
    }

    @AfterEach
    void forgetEverybody() {
        mailkeep.jdbc().sql("delete from users").update();
        mailkeep.jdbc().sql("delete from pending_revocations").update();
    }

    @Test
    void connectsAndSignsInWhoeverIsSignedOut() {
        String session = browser.cookie("XSRF-TOKEN").orElseThrow();

        JsonNode answer = post(code(ACCOUNT, Decision.ALLOW)).expect(200).json();

        assertThat(answer.path("user").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(answer.path("mailbox").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(browser.cookie("XSRF-TOKEN")).isPresent().get().isNotEqualTo(session);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
    }

    @Test
    void addsAMailboxToWhoeverIsSignedIn() {
        post(code(ACCOUNT, Decision.ALLOW)).expect(200);
        post(code(OTHER, Decision.ALLOW)).expect(200);

        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
        assertThat(stored()).containsEntry("users", 1).containsEntry("mailboxes", 2);
    }

    @Test
    void replacesTheGrantOfTheSameAccount() {
        String first = mailbox(post(code(ACCOUNT, Decision.ALLOW)));
        byte[] grant = grant();

        assertThat(mailbox(post(code(ACCOUNT, Decision.ALLOW)))).isEqualTo(first);
        Browser elsewhere = browser;
        openABrowser();
        assertThat(mailbox(post(code(ACCOUNT, Decision.ALLOW)))).isEqualTo(first);

        assertThat(stored())
                .containsEntry("users", 1)
                .containsEntry("mailboxes", 1)
                .containsEntry("oauth_tokens", 1);
        assertThat(grant()).isNotEqualTo(grant);
        elsewhere.get("/api/mailboxes").expect(200);
    }

    @Test
    void connectsByTheRoundToGoogleAndBackAsWell() {
        browser.connect(ACCOUNT);
        assertThat(stored()).containsEntry("mailboxes", 1);
    }

    static Stream<Arguments> requestsOfOthers() {
        String own = mailkeep.url().toString();
        String mark = "X-Requested-With";
        return Stream.of(
                Arguments.of("nothing", List.of()),
                Arguments.of("no mark", List.of("Origin", own)),
                Arguments.of("another mark", List.of("Origin", own, mark, "fetch")),
                Arguments.of("no origin", List.of(mark, "XmlHttpRequest")),
                Arguments.of("an opaque origin", List.of(mark, "XmlHttpRequest", "Origin", "null")),
                Arguments.of("an empty origin", List.of(mark, "XmlHttpRequest", "Origin", "")),
                Arguments.of("another host", List.of(mark, "XmlHttpRequest", "Origin", "http://evil.example")),
                Arguments.of("another port", List.of(mark, "XmlHttpRequest", "Origin", "http://localhost:1")),
                Arguments.of("the usual port", List.of(mark, "XmlHttpRequest", "Origin", "http://localhost")),
                Arguments.of(
                        "another scheme", List.of(mark, "XmlHttpRequest", "Origin", own.replace("http:", "https:"))),
                Arguments.of("a longer host", List.of(mark, "XmlHttpRequest", "Origin", own + ".evil.example")),
                Arguments.of("a path", List.of(mark, "XmlHttpRequest", "Origin", own + "/")),
                Arguments.of(
                        "two origins", List.of(mark, "XmlHttpRequest", "Origin", own, "Origin", "http://evil.example")),
                Arguments.of(
                        "a frame of another site",
                        List.of(mark, "XmlHttpRequest", "Origin", own, "Sec-Fetch-Site", "cross-site")),
                Arguments.of(
                        "a neighbour", List.of(mark, "XmlHttpRequest", "Origin", own, "Sec-Fetch-Site", "same-site")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsOfOthers")
    void takesNoCodeFromAnyPageButOursAndAsksGoogleNothing(String whose, List<String> headers) {
        String code = code(ACCOUNT, Decision.ALLOW);
        long asked = google.calls().count("token");
        var sent = new ArrayList<>(
                List.of("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElseThrow()));
        sent.addAll(headers);

        Answer answer = browser.send("POST", "/auth/google", Map.of("code", code), sent.toArray(String[]::new));

        assertThat(answer.problem()).as(whose).isIn("attempt-foreign", "cross-site");
        assertThat(google.calls().count("token")).isEqualTo(asked);
        assertThat(stored())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
        post(code).expect(200);
    }

    @Test
    void takesNoCodeWithoutTheTokenAgainstForgeryAndAsksGoogleNothing() {
        String code = code(ACCOUNT, Decision.ALLOW);
        long asked = google.calls().count("token");
        for (String token : List.of("", "made-up")) {
            Answer answer = browser.send(
                    "POST",
                    "/auth/google",
                    Map.of("code", code),
                    "X-XSRF-TOKEN",
                    token,
                    "X-Requested-With",
                    "XmlHttpRequest",
                    "Origin",
                    mailkeep.url().toString());
            assertThat(answer.expect(403).problem()).isEqualTo("csrf");
        }
        assertThat(google.calls().count("token")).isEqualTo(asked);
    }

    @Test
    void storesNothingOfACodeOfARedirectRound() {
        // It belongs to the callback page's address, and to a PKCE verifier that stays here.
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);

        Answer answer = post(String.valueOf(callback.get("code")));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(lastTokenCall()).isEqualTo(400);
        assertThat(stored())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
    }

    @Test
    void storesNothingOfACodeOfThePopupInARedirectRound() {
        Map<String, String> callback = new HashMap<>(browser.round("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("code", code(OTHER, Decision.ALLOW));

        assertThat(browser.finish(callback).status()).isGreaterThanOrEqualTo(400);

        assertThat(lastTokenCall()).isEqualTo(400);
        assertThat(stored())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
    }

    @Test
    void takesACodeOnce() {
        String code = code(ACCOUNT, Decision.ALLOW);
        post(code).expect(200);
        var before = stored();

        assertThat(post(code).expect(400).problem()).isEqualTo("code-refused");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGmailIsNotTicked() {
        Answer answer = post(code(ACCOUNT, Decision.ALLOW_WITHOUT_GMAIL));
        assertThat(answer.expect(400).problem()).isEqualTo("scope-missing");
        assertThat(stored())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
    }

    @Test
    void asksGoogleNothingWhenThePersonCancelled() {
        long asked = google.calls().count("token");
        Answer answer = post(Map.of("error", "access_denied"));
        assertThat(answer.expect(400).problem()).isEqualTo("consent-cancelled");
        assertThat(google.calls().count("token")).isEqualTo(asked);
    }

    @Test
    void namesTheAccountForTheSecondRoundWhenGoogleGivesNoLastingAccess() {
        post(code(ACCOUNT, Decision.ALLOW)).expect(200);
        openABrowser();
        var before = stored();

        Answer answer = post(browser.codeOfPopup(popup(Map.of("prompt", "select_account")), ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("refresh-token-missing");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(answer.json().path("nextAction").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(stored()).isEqualTo(before);
        browser.get("/api/mailboxes").expect(401);
    }

    @Test
    void letsThePageLoadGooglesScriptAndHearFromItsPopupAndNothingElse() {
        Answer page = browser.get("/").expect(200);
        assertThat(Stream.of(page.header("Content-Security-Policy").split("; *"))
                        .map(directive -> directive.replaceAll("'nonce-[^']+'", "'nonce'")))
                .containsExactlyInAnyOrder(
                        "default-src 'none'",
                        "script-src 'self' 'nonce' https://accounts.google.com/gsi/client",
                        "style-src 'self' 'nonce' https://accounts.google.com/gsi/style",
                        "frame-src https://accounts.google.com/gsi/",
                        "connect-src 'self' https://accounts.google.com/gsi/",
                        "img-src 'self' data:",
                        "font-src 'self'",
                        "manifest-src 'self'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'",
                        "form-action 'self'",
                        "object-src 'none'");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin-allow-popups");
    }

    private String code(String account, Decision decision) {
        return browser.codeOfPopup(popup(Map.of()), account, decision);
    }

    private Answer post(String code) {
        return post(Map.of("code", code));
    }

    private Answer post(Map<String, String> callback) {
        return browser.send(
                "POST",
                "/auth/google",
                callback,
                "X-XSRF-TOKEN",
                browser.cookie("XSRF-TOKEN").orElseThrow(),
                "X-Requested-With",
                "XmlHttpRequest",
                "Origin",
                mailkeep.url().toString(),
                "Sec-Fetch-Site",
                "same-origin");
    }

    /** What Google's script opens over our page. */
    private static URI popup(Map<String, String> changed) {
        var request = new LinkedHashMap<String, String>();
        request.put("client_id", SimulatorSettings.defaults().clientId());
        request.put("redirect_uri", "storagerelay://http/" + mailkeep.url().getAuthority() + "?id=auth1");
        request.put("response_type", "code");
        request.put("scope", "openid email " + GMAIL);
        request.put("access_type", "offline");
        request.put("prompt", "consent");
        request.putAll(changed);
        return URI.create(google.authorizationUri() + "?"
                + request.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    private static String mailbox(Answer answer) {
        return answer.expect(200).json().path("mailbox").path("id").asString();
    }

    private static byte[] grant() {
        return mailkeep.jdbc()
                .sql("select refresh_token from oauth_tokens")
                .query(byte[].class)
                .single();
    }

    private static int lastTokenCall() {
        return google.calls().calls().stream()
                .filter(call -> call.method().equals("token"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .status();
    }

    private static Map<String, Integer> stored() {
        return Stream.of("users", "mailboxes", "oauth_tokens")
                .collect(Collectors.toMap(
                        table -> table,
                        table -> mailkeep.jdbc()
                                .sql("select count(*) from " + table)
                                .query(Integer.class)
                                .single()));
    }
}

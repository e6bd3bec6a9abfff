package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Codes of Google's popup, which come without a state; GOOGLE_POPUP is on. While it is off: {@link AuthorizationAnswerTest}. */
class PopupTest {

    private static final String ACCOUNT = "ada@gmail.example";
    private static final String OTHER = "ben@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep =
            MailkeepExtension.with(environment -> environment.with("GOOGLE_POPUP", "on"));

    private Browser browser;

    @BeforeAll
    static void addAccounts() {
        mailkeep.addAccount(ACCOUNT);
        mailkeep.addAccount(OTHER);
    }

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
        browser.get("/api/session").expect(200);
    }

    @AfterEach
    void forgetEverybody() {
        mailkeep.forgetEverybody();
    }

    @Test
    void connectsAndSignsIn() {
        String session = browser.cookie("XSRF-TOKEN").orElseThrow();

        JsonNode answer = post(code(ACCOUNT, Decision.ALLOW)).expect(200).json();

        assertThat(answer.path("user").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(answer.path("mailbox").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(browser.cookie("XSRF-TOKEN")).isPresent().get().isNotEqualTo(session);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
    }

    @Test
    void addsAMailboxToThePersonWhoIsSignedIn() {
        post(code(ACCOUNT, Decision.ALLOW)).expect(200);
        post(code(OTHER, Decision.ALLOW)).expect(200);

        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
        assertThat(TableCounts.of(mailkeep.jdbc())).containsEntry("users", 1).containsEntry("mailboxes", 2);
    }

    @Test
    void replacesTheGrantOfTheSameAccount() {
        String first = mailbox(post(code(ACCOUNT, Decision.ALLOW)));
        byte[] grant = grant();

        assertThat(mailbox(post(code(ACCOUNT, Decision.ALLOW)))).isEqualTo(first);
        Browser elsewhere = browser;
        openABrowser();
        assertThat(mailbox(post(code(ACCOUNT, Decision.ALLOW)))).isEqualTo(first);

        assertThat(TableCounts.of(mailkeep.jdbc()))
                .containsEntry("users", 1)
                .containsEntry("mailboxes", 1)
                .containsEntry("oauth_tokens", 1);
        assertThat(grant()).isNotEqualTo(grant);
        elsewhere.get("/api/mailboxes").expect(200);
    }

    @Test
    void connectsByRedirectAsWell() {
        browser.connect(ACCOUNT);
        assertThat(TableCounts.of(mailkeep.jdbc())).containsEntry("mailboxes", 1);
    }

    @Test
    void takesNoCodeWithoutTheTokenAgainstForgeryAndAsksGoogleNothing() {
        String code = code(ACCOUNT, Decision.ALLOW);
        long asked = mailkeep.google().calls().count("token");
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
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(asked);
    }

    @Test
    void storesNothingOfACodeOfTheRedirectFlow() {
        // The code belongs to the callback page's address and to a PKCE verifier that never leaves Mailkeep.
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);

        Answer answer = post(String.valueOf(callback.get("code")));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(GooglesPopup.statusOfLastTokenCall(mailkeep.google())).isEqualTo(400);
        assertNothingIsStored();
    }

    @Test
    void storesNothingOfACodeOfThePopupInTheRedirectFlow() {
        Map<String, String> callback = new HashMap<>(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("code", code(OTHER, Decision.ALLOW));

        assertThat(browser.finish(callback).status()).isGreaterThanOrEqualTo(400);

        assertThat(GooglesPopup.statusOfLastTokenCall(mailkeep.google())).isEqualTo(400);
        assertNothingIsStored();
    }

    @Test
    void takesACodeOnce() {
        String code = code(ACCOUNT, Decision.ALLOW);
        post(code).expect(200);
        var before = TableCounts.of(mailkeep.jdbc());

        assertThat(post(code).expect(400).problem()).isEqualTo("code-refused");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGmailIsNotTicked() {
        Answer answer = post(code(ACCOUNT, Decision.ALLOW_WITHOUT_GMAIL));
        assertThat(answer.expect(400).problem()).isEqualTo("scope-missing");
        assertNothingIsStored();
    }

    @Test
    void asksGoogleNothingWhenThePersonCancelled() {
        long asked = mailkeep.google().calls().count("token");
        Answer answer = post(Map.of("error", "access_denied"));
        assertThat(answer.expect(400).problem()).isEqualTo("consent-cancelled");
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(asked);
    }

    @Test
    void namesTheAccountForTheSecondConsentWhenGoogleGivesNoLastingAccess() {
        post(code(ACCOUNT, Decision.ALLOW)).expect(200);
        openABrowser();
        var before = TableCounts.of(mailkeep.jdbc());

        Answer answer = post(browser.codeOfPopup(
                GooglesPopup.of(mailkeep, Map.of("prompt", "select_account")), ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("refresh-token-missing");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(answer.json().path("nextAction").path("email").asString()).isEqualTo(ACCOUNT);
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
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

    static Stream<Arguments> requestsOfOthers() {
        return GooglesPopup.foreignHeaders(mailkeep.url().toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsOfOthers")
    void takesNoCodeFromOtherPagesAndAsksGoogleNothing(String whose, List<String> headers) {
        String code = code(ACCOUNT, Decision.ALLOW);
        long asked = mailkeep.google().calls().count("token");
        var sent = new ArrayList<>(
                List.of("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElseThrow()));
        sent.addAll(headers);

        Answer answer = browser.send("POST", "/auth/google", Map.of("code", code), sent.toArray(String[]::new));

        assertThat(answer.problem()).as(whose).isIn("attempt-foreign", "cross-site");
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(asked);
        assertNothingIsStored();
        post(code).expect(200);
    }

    private String code(String account, Decision decision) {
        return browser.codeOfPopup(GooglesPopup.of(mailkeep, Map.of()), account, decision);
    }

    private Answer post(String code) {
        return post(Map.of("code", code));
    }

    private Answer post(Map<String, String> callback) {
        return GooglesPopup.post(mailkeep, browser, callback);
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

    private static void assertNothingIsStored() {
        assertThat(TableCounts.of(mailkeep.jdbc()))
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
    }
}

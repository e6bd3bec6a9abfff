package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Everything that can happen between the browser, Google and us while a person connects or signs in. */
class ConnectTest {

    private static final String ACCOUNT = "ada@gmail.example";
    private static final String NO_MAILBOX = "00000000-0000-0000-0000-000000000000";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static SimulatedAccount account;

    private Browser browser;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        account = google.addAccount(ACCOUNT, "Ada");
        google.addAccount("ben@gmail.example", "Ben");
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
    void forgetEverybody() {
        google.faults().clear();
        mailkeep.jdbc().sql("delete from users").update();
        mailkeep.jdbc().sql("delete from pending_revocations").update();
    }

    @Test
    void storesNothingWhenThePersonCancels() {
        var before = stored();
        Answer answer = browser.finish(browser.round("connect", null, ACCOUNT, Decision.CANCEL));
        assertThat(answer.expect(400).problem()).isEqualTo("consent-cancelled");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGmailIsNotTicked() {
        var before = stored();
        Answer answer = browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW_WITHOUT_GMAIL));
        assertThat(answer.expect(400).problem()).isEqualTo("scope-missing");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void takesAnAnswerOnceAndSaysSoTheSecondTime() {
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        browser.finish(callback).expect(200);
        var before = stored();
        letNobodyAskGoogle();

        assertThat(browser.finish(callback).expect(409).problem()).isEqualTo("attempt-used");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesACodeThatWasUsedInAnotherRound() {
        Map<String, String> first = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        browser.finish(first).expect(200);
        Browser other = mailkeep.browser();
        Map<String, String> second = new HashMap<>(other.round("connect", null, ACCOUNT, Decision.ALLOW));
        second.put("code", String.valueOf(first.get("code")));
        var before = stored();

        assertThat(other.finish(second).expect(400).problem()).isEqualTo("code-refused");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesACodeOfAnotherRoundThatWasNeverUsed() {
        // The code carries the challenge and the nonce of its own round.
        Browser victim = mailkeep.browser();
        Map<String, String> stolen = victim.round("connect", null, ACCOUNT, Decision.ALLOW);
        Map<String, String> own = new HashMap<>(browser.round("connect", null, "ben@gmail.example", Decision.ALLOW));
        own.put("code", String.valueOf(stolen.get("code")));
        var before = stored();

        assertThat(browser.finish(own).expect(400).problem()).isEqualTo("code-refused");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesACodeThatWasAskedForWithoutANonce() {
        URI page = URI.create(browser.start("connect", null)
                .toString()
                .replaceAll("&(nonce|code_challenge|code_challenge_method)=[^&]*", ""));
        assertThat(page.getRawQuery()).doesNotContain("nonce").doesNotContain("challenge");
        var before = stored();

        Answer answer = browser.finish(browser.decideAtGoogle(page, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("code-refused");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesAnotherBrowsersAnswerWithoutTakingItFromThatBrowser() {
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        Browser thief = mailkeep.browser();
        thief.start("connect", null);
        var before = stored();
        letNobodyAskGoogle();

        assertThat(thief.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");
        assertThat(stored()).isEqualTo(before);

        google.faults().clear();
        browser.finish(callback).expect(200);
    }

    @Test
    void takesNoCodeWithoutAStateAndAsksGoogleNothing() {
        Map<String, String> callback = new HashMap<>(browser.round("connect", null, ACCOUNT, Decision.ALLOW));
        callback.remove("state");
        var before = stored();
        long asked = google.calls().count("token");

        for (String state : Arrays.asList(null, "", " ")) {
            callback.put("state", state);
            Answer answer = browser.send(
                    "POST",
                    "/auth/google",
                    callback,
                    "X-XSRF-TOKEN",
                    browser.cookie("XSRF-TOKEN").orElseThrow(),
                    "X-Requested-With",
                    "XmlHttpRequest",
                    "Origin",
                    mailkeep.url().toString());
            assertThat(answer.expect(400).problem()).isEqualTo("state-missing");
        }

        assertThat(google.calls().count("token")).isEqualTo(asked);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesAStateThatWasNeverGivenOut() {
        browser.start("connect", null);
        assertThat(browser.finish(Map.of("code", "4/made-up", "state", "made-up"))
                        .expect(400)
                        .problem())
                .isEqualTo("attempt-foreign");
    }

    @Test
    void refusesAnAnswerThatNamesAnotherIssuer() {
        Map<String, String> callback = new HashMap<>(browser.round("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("iss", "https://accounts.other.example");
        var before = stored();
        letNobodyAskGoogle();

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void saysThatItTookTooLongEvenAfterTidyingUp() {
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        mailkeep.jdbc()
                .sql("update oauth_attempts set expires_at = now() - interval '1 second' where used_at is null")
                .update();
        mailkeep.reconcile();
        var before = stored();

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-expired");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGoogleRefusesTheCode() {
        Map<String, String> callback = new HashMap<>(browser.round("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("code", "4/made-up");
        var before = stored();
        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("code-refused");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void storesNothingOfAnAccountWhoseAddressGoogleHasNotVerified() {
        var before = stored();
        account.addressVerified(false);
        try {
            assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                            .expect(400)
                            .problem())
                    .isEqualTo("address-not-verified");
        } finally {
            account.addressVerified(true);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void tellsWhoeverRunsItWhenGoogleDisabledTheClientOrSuspendedTheProject() {
        google.faults()
                .inject(Fault.respond(
                                401,
                                "{\"error\": \"disabled_client\", \"error_description\": \"The OAuth client was disabled.\"}")
                        .on("token"));
        assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
        google.faults()
                .inject(Fault.respond(
                                403,
                                "{\"error\": {\"code\": 403, \"message\": \"No.\", \"details\": [{\"reason\":"
                                        + " \"CONSUMER_SUSPENDED\"}]}}")
                        .on("profile"));
        assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
    }

    @Test
    void storesNothingOfAnAccountWithoutGmail() {
        SimulatedAccount bare = google.addAccount("no-gmail-" + UUID.randomUUID() + "@corp.example", "Bare");
        bare.gmailEnabled(false);
        var before = stored();

        Answer answer = browser.finish(browser.round("connect", null, bare.email(), Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("no-gmail");
        assertThat(answer.json().path("detail").asString()).contains(bare.email());
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGoogleIsAway() {
        var before = stored();
        google.faults().inject(Fault.backendError(503).on("token"));
        assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("google-unavailable");
        google.faults().inject(Fault.html502().on("profile"));
        assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("google-unavailable");
        assertThat(stored()).isEqualTo(before);
        browser.connect(ACCOUNT);
    }

    @Test
    void storesNothingWhenGooglesAnswerIsLostAndConnectsTheNextTime() {
        var before = stored();
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        google.faults().inject(Fault.dropConnection().on("token"));

        assertThat(browser.finish(callback).expect(503).problem()).isEqualTo("google-unavailable");
        assertThat(browser.finish(callback).expect(409).problem()).isEqualTo("attempt-used");

        assertThat(stored()).isEqualTo(before);
        browser.connect(ACCOUNT);
    }

    @Test
    void storesNothingWhenTheDatabaseRefusesTheGrantAndRevokesNobodysElse() {
        browser.connect(ACCOUNT);
        int grants = account.refreshTokens();
        Browser other = mailkeep.browser();
        var before = stored();
        mailkeep.jdbc().sql("""
                        create function no_room() returns trigger language plpgsql as
                        $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
                        """).update();
        mailkeep.jdbc()
                .sql("create trigger no_room before insert on oauth_tokens for each row execute function no_room()")
                .update();
        try {
            Answer answer = other.finish(other.round("connect", null, "ben@gmail.example", Decision.ALLOW));
            assertThat(answer.expect(503).problem()).isEqualTo("database-unavailable");
            answer = other.finish(other.round("connect", null, ACCOUNT, Decision.ALLOW));
            assertThat(answer.expect(503).problem()).isEqualTo("database-unavailable");
        } finally {
            mailkeep.jdbc().sql("drop function no_room cascade").update();
        }

        assertThat(stored()).isEqualTo(before);
        assertThat(account.refreshTokens()).as("nothing is given back").isGreaterThanOrEqualTo(grants);
        other.connect("ben@gmail.example");
    }

    @Test
    void storesNothingWithoutLastingAccessAndOffersAnotherConsent() {
        browser.connect(ACCOUNT);
        Browser other = mailkeep.browser();
        var before = stored();
        // Google gives a refresh token the first time only, unless a consent is asked for.
        URI page =
                URI.create(other.start("connect", null).toString().replace("prompt=consent", "prompt=select_account"));

        Answer answer = other.finish(other.decideAtGoogle(page, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("refresh-token-missing");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        String chosen = answer.json().path("nextAction").path("email").asString();
        assertThat(chosen).isEqualTo(ACCOUNT);
        assertThat(stored()).isEqualTo(before);
        URI second = URI.create(other.post("/auth/google/start", Map.of("purpose", "connect", "loginHint", chosen))
                .expect(200)
                .json()
                .path("authorizationUrl")
                .asString());
        assertThat(second.getRawQuery()).contains("prompt=consent").contains("login_hint=ada%40gmail.example");
        other.finish(other.decideAtGoogle(second, ACCOUNT, Decision.ALLOW)).expect(200);
    }

    @Test
    void takesAnAddressAsTheHintAndNothingElse() {
        String tooLong = "a@" + "b".repeat(60) + ("." + "c".repeat(60)).repeat(5);
        for (String hint : List.of("ada", "a b@gmail.example", "a@gmail.example\r\nb", tooLong)) {
            Answer answer = browser.post("/auth/google/start", Map.of("loginHint", hint));
            assertThat(answer.expect(400).problem()).as(hint).isEqualTo("invalid-request");
        }
        String odd = browser.post("/auth/google/start", Map.of("loginHint", "a+b&prompt=none#{x}@gmail.example"))
                .text();
        assertThat(odd).contains("login_hint=a%2Bb%26prompt%3Dnone%23%7Bx%7D%40gmail.example");
        assertThat(browser.post("/auth/google/start", Map.of("purpose", "signin", "loginHint", ACCOUNT))
                        .expect(200)
                        .text())
                .doesNotContain("login_hint");
    }

    @Test
    void tellsWhoeverRunsItWhenGoogleDoesNotKnowThisMailkeep() {
        var before = stored();
        google.faults().inject(Fault.invalidClient());
        assertThat(browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void signsInAgainWithoutTouchingTheGrant() {
        String user = browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW))
                .expect(200)
                .json()
                .path("user")
                .path("id")
                .asString();
        int grants = account.refreshTokens();
        var before = stored();

        Browser later = mailkeep.browser();
        Answer answer = later.finish(later.round("signin", null, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(200).json().path("user").path("id").asString()).isEqualTo(user);
        assertThat(answer.json().has("mailbox")).isFalse();
        assertThat(later.get("/api/mailboxes").expect(200).json()).hasSize(1);
        assertThat(account.refreshTokens()).isEqualTo(grants);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void staysSignedInWhenARequestFromBeforeEndsOnlyAfterwards() {
        browser.finish(browser.round("connect", null, ACCOUNT, Decision.ALLOW)).expect(200);
        Browser later = mailkeep.browser();
        var callback = later.round("signin", null, ACCOUNT, Decision.ALLOW);
        String before = "MAILKEEP=" + later.cookie("MAILKEEP").orElseThrow();
        // So long ago that the next request writes that the session was used.
        mailkeep.jdbc()
                .sql("update browser_sessions set last_used_at = now() - interval '5 minutes'")
                .update();

        later.finish(callback).expect(200);
        Browser earlierRequest = mailkeep.browser();
        Answer answer = earlierRequest.send("GET", "/api/session", null, "Cookie", before);

        assertThat(answer.expect(200).json().has("user")).isFalse();
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("MAILKEEP="));
        assertThat(later.get("/api/session").expect(200).json().has("user")).isTrue();
    }

    @Test
    void asksFirstWhenSomebodySignedInSinceTheRoundBegan() {
        Browser ben = mailkeep.browser();
        ben.connect("ben@gmail.example");
        for (String purpose : List.of("connect", "signin")) {
            browser.forgetEverything();
            Map<String, String> callback = browser.round(purpose, null, "ben@gmail.example", Decision.ALLOW);
            String ada = signedInAsInAnotherTab(ACCOUNT);
            var before = stored();

            Answer answer = browser.finish(callback).expect(409);

            assertThat(answer.problem()).isEqualTo("signed-in-meanwhile");
            assertThat(answer.json().path("detail").asString()).contains(ACCOUNT, "ben@gmail.example");
            assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo(purpose);
            assertThat(answer.json().path("nextAction").path("email").asString())
                    .isEqualTo("ben@gmail.example");
            assertThat(stored()).isEqualTo(before);
            assertThat(browser.get("/api/mailboxes").expect(200).text())
                    .contains(ada)
                    .doesNotContain("ben@");
        }
        // Confirmed: a round of the person who is signed in.
        browser.connect("ben@gmail.example");
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
    }

    @Test
    void finishesWithoutAQuestionWhenTheSamePersonSignedInSinceTheRoundBegan() {
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        signedInAsInAnotherTab(ACCOUNT);

        browser.finish(callback).expect(200);

        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
    }

    /** A round of another tab, begun in the same session; returns the mailbox's id. */
    private String signedInAsInAnotherTab(String account) {
        return browser.connect(account);
    }

    @Test
    void asksForNoGmailAndNoLastingAccessToSignIn() {
        URI page = browser.start("signin", null);
        assertThat(page.getRawQuery()).doesNotContain("gmail.readonly").doesNotContain("offline");
        assertThat(browser.start("connect", null).getRawQuery())
                .contains("gmail.readonly")
                .contains("access_type=offline")
                .contains("code_challenge_method=S256");
    }

    @Test
    void storesNothingOfAStrangerWhoSignsIn() {
        var before = stored();
        Answer answer = browser.finish(browser.round("signin", null, "ben@gmail.example", Decision.ALLOW));
        assertThat(answer.expect(404).problem()).isEqualTo("not-connected-yet");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(stored()).isEqualTo(before);
        browser.get("/api/mailboxes").expect(401);
    }

    @Test
    void makesOneMailboxOfTwoTabsThatBothFinish() {
        URI one = browser.start("connect", null);
        URI two = browser.start("connect", null);
        browser.finish(browser.decideAtGoogle(one, ACCOUNT, Decision.ALLOW)).expect(200);
        browser.finish(browser.decideAtGoogle(two, ACCOUNT, Decision.ALLOW)).expect(200);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
        assertThat(stored()).containsEntry("mailboxes", 1).containsEntry("oauth_tokens", 1);
    }

    @Test
    void addsASecondAccountToThePersonWhoIsSignedIn() {
        browser.connect(ACCOUNT);
        browser.connect("ben@gmail.example");
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
        assertThat(stored()).containsEntry("users", 1).containsEntry("mailboxes", 2);
    }

    @Test
    void finishesNoRoundForWhoeverIsSignedInByThen() {
        browser.connect(ACCOUNT);
        Map<String, String> callback = browser.round("connect", null, "ben@gmail.example", Decision.ALLOW);
        browser.post("/auth/logout").expect(204);
        var before = stored();

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");

        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void givesANewSessionAndANewTokenAgainstForgeryAtSignIn() {
        Map<String, String> callback = browser.round("connect", null, ACCOUNT, Decision.ALLOW);
        String session = browser.cookie("MAILKEEP").orElseThrow();
        String token = browser.cookie("XSRF-TOKEN").orElseThrow();

        Answer answer = browser.finish(callback).expect(200);

        assertThat(browser.cookie("MAILKEEP")).isPresent().get().isNotEqualTo(session);
        assertThat(browser.cookie("XSRF-TOKEN")).isPresent().get().isNotEqualTo(token);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("MAILKEEP="))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie)
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Lax")
                        .as("thirty days, as long as the session can last")
                        .containsIgnoringCase("Max-Age=2592000"));
        browser.get("/api/mailboxes").expect(200);
        assertThat(browser.send("GET", "/api/mailboxes", null).status()).isEqualTo(200);
        Browser fixed = mailkeep.browser();
        assertThat(fixed.send("GET", "/api/mailboxes", null, "Cookie", "MAILKEEP=" + session)
                        .status())
                .as("the old session is nobody's")
                .isEqualTo(401);
    }

    @Test
    void theDatabaseTellsNobodyHowToBeAnybody() {
        browser.connect(ACCOUNT);
        String cookie = browser.cookie("MAILKEEP").orElseThrow();
        List<String> rows = mailkeep.jdbc()
                .sql("select cast(s as text) || encode(secret_hash, 'base64') from browser_sessions s")
                .query(String.class)
                .list();
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(cookie));
        for (String column : List.of("cast(id as text)", "encode(secret_hash, 'hex')", "cast(binding as text)")) {
            List<String> values = mailkeep.jdbc()
                    .sql("select " + column + " from browser_sessions")
                    .query(String.class)
                    .list();
            for (String value : values) {
                assertThat(mailkeep.browser()
                                .send("GET", "/api/mailboxes", null, "Cookie", "MAILKEEP=" + value)
                                .status())
                        .as(column)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void endsTheSessionOnTheServerAtSignOut() {
        browser.connect(ACCOUNT);
        String session = browser.cookie("MAILKEEP").orElseThrow();
        browser.post("/auth/logout").expect(204);
        Browser thief = mailkeep.browser();
        assertThat(thief.send("GET", "/api/mailboxes", null, "Cookie", "MAILKEEP=" + session)
                        .status())
                .isEqualTo(401);
        // And the page can begin again at once.
        browser.connect(ACCOUNT);
    }

    @Test
    void changesNothingWithoutTheTokenAgainstForgery() {
        String mailbox = browser.connect(ACCOUNT);
        for (String token : List.of("", "made-up")) {
            Answer answer =
                    browser.send("POST", "/api/mailboxes/" + mailbox + "/pause", Map.of(), "X-XSRF-TOKEN", token);
            assertThat(answer.expect(403).problem()).isEqualTo("csrf");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(browser.send("POST", "/auth/google/start", Map.of())
                        .expect(403)
                        .problem())
                .isEqualTo("csrf");
        assertThat(browser.send("DELETE", "/api/mailboxes/" + mailbox, null)
                        .expect(403)
                        .problem())
                .isEqualTo("csrf");
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void asksWhoeverIsNotSignedInToSignIn() {
        for (String path :
                List.of("/api/mailboxes", "/api/notifications", "/api/events", "/api/receipts/" + NO_MAILBOX)) {
            Answer answer = browser.get(path);
            assertThat(answer.expect(401).problem()).as(path).isEqualTo("not-signed-in");
            assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("signin");
        }
        assertThat(browser.get("/api/session").expect(200).json().has("user")).isFalse();
    }

    @Test
    void answersForAnothersMailboxAsForOneThatDoesNotExistOnEveryRoute() {
        String mailbox = mailkeep.browser().connect(ACCOUNT);
        browser.connect("ben@gmail.example");
        List<String> asked = new ArrayList<>();
        for (Route route : mailboxRoutes()) {
            for (String id : List.of(mailbox, NO_MAILBOX)) {
                Answer answer = browser.change(route.method(), route.of(id), body(route));
                assertThat(answer.status()).as(route + ": " + answer.text()).isEqualTo(404);
                assertThat(answer.problem()).isEqualTo("not-found");
            }
            asked.add(route.toString());
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(13);
        assertThat(browser.post("/auth/google/start", Map.of("purpose", "reconnect", "mailboxId", mailbox))
                        .status())
                .isEqualTo(404);
        assertThat(browser.get("/api/receipts/" + NO_MAILBOX).status()).isEqualTo(404);
        assertThat(browser.post("/api/notifications/" + NO_MAILBOX + "/read").status())
                .isEqualTo(404);
        assertThat(stored()).containsEntry("mailboxes", 2);
    }

    @Test
    void showsAReceiptToItsOwnerOnly() {
        Browser owner = mailkeep.browser();
        String mailbox = owner.connect(ACCOUNT);
        browser.connect("ben@gmail.example");
        String receipt = owner.delete("/api/mailboxes/" + mailbox)
                .expect(202)
                .json()
                .path("receiptId")
                .asString();
        owner.get("/api/receipts/" + receipt).expect(200);
        browser.get("/api/receipts/" + receipt).expect(404);
    }

    @Test
    void deletesThePersonWithEverythingAndGivesTheGrantBack() {
        String mailbox = browser.connect(ACCOUNT);
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                .expect(200);

        browser.delete("/api/account").expect(204);

        browser.get("/api/mailboxes").expect(401);
        assertThat(stored())
                .containsEntry("users", 0)
                .containsEntry("mailboxes", 0)
                .containsEntry("oauth_tokens", 0)
                .containsEntry("email_messages", 0);
        eventually(() -> {
            mailkeep.reconcile();
            assertThat(account.refreshTokens()).isZero();
        });
    }

    /** Whoever offers Google a code from now on is told that it is away, and says so. */
    private static void letNobodyAskGoogle() {
        google.faults().inject(Fault.backendError(503).on("token").times(-1));
    }

    private record Route(String method, String pattern) {
        String of(String id) {
            return pattern.replace("{id}", id).replace("{messageId}", "0123456789abcdef");
        }
    }

    /** Every route below a mailbox that this process serves, so that none is forgotten here. */
    private static List<Route> mailboxRoutes() {
        return mailkeep
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/mailboxes/{id}"))
                        .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new Route(method.name(), pattern))))
                .toList();
    }

    private static Object body(Route route) {
        if (route.method().equals("PATCH")) {
            return Map.of("syncInterval", "PT1H");
        }
        return route.pattern().contains("/senders") || route.pattern().endsWith("/plan")
                ? Map.of("senders", List.of("boss@corp.example"))
                : Map.of();
    }

    private static Map<String, Integer> stored() {
        var counts = new TreeMap<String, Integer>();
        for (String table : List.of(
                "users", "mailboxes", "oauth_tokens", "email_messages", "watched_senders", "pending_revocations")) {
            counts.put(
                    table,
                    mailkeep.jdbc()
                            .sql("select count(*) from " + table)
                            .query(Integer.class)
                            .single());
        }
        return counts;
    }
}

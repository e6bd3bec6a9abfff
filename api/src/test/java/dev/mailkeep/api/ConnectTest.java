package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What connecting a Gmail account stores, and what it must not store. */
class ConnectTest {

    private static final String ACCOUNT = "ada.connect@gmail.example";
    private static final String BEN = "ben.connect@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static SimulatedAccount account;

    private final Browser browser = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        account = mailkeep.addAccount(ACCOUNT);
        mailkeep.addAccount(BEN);
    }

    @Test
    void storesNothingWhenThePersonCancels() {
        var before = TableCounts.of(mailkeep.jdbc());
        Answer answer = browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.CANCEL));
        assertThat(answer.expect(400).problem()).isEqualTo("consent-cancelled");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGmailIsNotTicked() {
        var before = TableCounts.of(mailkeep.jdbc());
        Answer answer = browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW_WITHOUT_GMAIL));
        assertThat(answer.expect(400).problem()).isEqualTo("scope-missing");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGoogleRefusesTheCode() {
        Map<String, String> callback = new HashMap<>(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("code", "4/made-up");
        var before = TableCounts.of(mailkeep.jdbc());
        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("code-refused");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingOfAnAccountWhoseAddressGoogleHasNotVerified() {
        var before = TableCounts.of(mailkeep.jdbc());
        account.addressVerified(false);
        try {
            assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                            .expect(400)
                            .problem())
                    .isEqualTo("address-not-verified");
        } finally {
            account.addressVerified(true);
        }
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void tellsTheOperatorWhenGoogleDisabledTheClientOrSuspendedTheProject() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(
                                401,
                                "{\"error\": \"disabled_client\", \"error_description\": \"The OAuth client was disabled.\"}")
                        .on("token"));
        assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
        mailkeep.google()
                .faults()
                .inject(Fault.respond(
                                403,
                                "{\"error\": {\"code\": 403, \"message\": \"No.\", \"details\": [{\"reason\":"
                                        + " \"CONSUMER_SUSPENDED\"}]}}")
                        .on("profile"));
        assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
    }

    @Test
    void tellsTheOperatorWhenGoogleDoesNotKnowThisMailkeep() {
        var before = TableCounts.of(mailkeep.jdbc());
        mailkeep.google().faults().inject(Fault.invalidClient());
        assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("operator-fault");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingOfAnAccountWithoutGmail() {
        SimulatedAccount bare = mailkeep.google().addAccount("no-gmail-" + UUID.randomUUID() + "@corp.example", "Bare");
        bare.gmailEnabled(false);
        var before = TableCounts.of(mailkeep.jdbc());

        Answer answer = browser.finish(browser.authorize("connect", null, bare.email(), Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("no-gmail");
        assertThat(answer.json().path("detail").asString()).contains(bare.email());
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void storesNothingWhenGoogleIsAway() {
        var before = TableCounts.of(mailkeep.jdbc());
        mailkeep.google().faults().inject(Fault.backendError(503).on("token"));
        assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("google-unavailable");
        mailkeep.google().faults().inject(Fault.html502().on("profile"));
        assertThat(browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                        .expect(503)
                        .problem())
                .isEqualTo("google-unavailable");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
        browser.connect(ACCOUNT);
    }

    @Test
    void storesNothingWhenGooglesAnswerIsLostAndConnectsTheNextTime() {
        var before = TableCounts.of(mailkeep.jdbc());
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        mailkeep.google().faults().inject(Fault.dropConnection().on("token"));

        assertThat(browser.finish(callback).expect(503).problem()).isEqualTo("google-unavailable");
        assertThat(browser.finish(callback).expect(409).problem()).isEqualTo("attempt-used");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
        browser.connect(ACCOUNT);
    }

    @Test
    void storesNothingWhenTheDatabaseRefusesTheGrantAndRevokesNoOtherGrant() {
        browser.connect(ACCOUNT);
        int grants = account.refreshTokens();
        Browser other = mailkeep.browser();
        var before = TableCounts.of(mailkeep.jdbc());
        mailkeep.jdbc().sql("""
                        create function no_room() returns trigger language plpgsql as
                        $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
                        """).update();
        mailkeep.jdbc()
                .sql("create trigger no_room before insert on oauth_tokens for each row execute function no_room()")
                .update();
        try {
            Answer answer = other.finish(other.authorize("connect", null, BEN, Decision.ALLOW));
            assertThat(answer.expect(503).problem()).isEqualTo("database-unavailable");
            answer = other.finish(other.authorize("connect", null, ACCOUNT, Decision.ALLOW));
            assertThat(answer.expect(503).problem()).isEqualTo("database-unavailable");
        } finally {
            mailkeep.jdbc().sql("drop function no_room cascade").update();
        }

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
        assertThat(account.refreshTokens()).as("nothing is given back").isGreaterThanOrEqualTo(grants);
        other.connect(BEN);
    }

    @Test
    void storesNothingWithoutLastingAccessAndOffersAnotherConsent() {
        browser.connect(ACCOUNT);
        Browser other = mailkeep.browser();
        var before = TableCounts.of(mailkeep.jdbc());
        // Google gives a refresh token the first time only, unless a consent is asked for.
        URI page =
                URI.create(other.start("connect", null).toString().replace("prompt=consent", "prompt=select_account"));

        Answer answer = other.finish(other.decideAtGoogle(page, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("refresh-token-missing");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        String chosen = answer.json().path("nextAction").path("email").asString();
        assertThat(chosen).isEqualTo(ACCOUNT);
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
        URI second = URI.create(other.post("/auth/google/start", Map.of("purpose", "connect", "loginHint", chosen))
                .expect(200)
                .json()
                .path("authorizationUrl")
                .asString());
        assertThat(second.getRawQuery()).contains("prompt=consent").contains("login_hint=ada.connect%40gmail.example");
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
    void addsASecondAccountToThePersonWhoIsSignedIn() {
        browser.connect(ACCOUNT);
        browser.connect(BEN);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
        assertThat(TableCounts.of(mailkeep.jdbc())).containsEntry("users", 1).containsEntry("mailboxes", 2);
    }
}

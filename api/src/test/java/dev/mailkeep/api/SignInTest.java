package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may sign in, and who is signed in once an answer of Google has come. */
class SignInTest {

    private static final String ACCOUNT = "ada.signin@gmail.example";
    private static final String BEN = "ben.signin@gmail.example";

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
    void signsInAgainWithoutTouchingTheGrant() {
        String user = browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                .expect(200)
                .json()
                .path("user")
                .path("id")
                .asString();
        int grants = account.refreshTokens();
        var before = TableCounts.of(mailkeep.jdbc());

        Browser later = mailkeep.browser();
        Answer answer = later.finish(later.authorize("signin", null, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(200).json().path("user").path("id").asString()).isEqualTo(user);
        assertThat(answer.json().has("mailbox")).isFalse();
        assertThat(later.get("/api/mailboxes").expect(200).json()).hasSize(1);
        assertThat(account.refreshTokens()).isEqualTo(grants);
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void staysSignedInWhenARequestFromBeforeEndsOnlyAfterwards() {
        browser.finish(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW))
                .expect(200);
        Browser later = mailkeep.browser();
        var callback = later.authorize("signin", null, ACCOUNT, Decision.ALLOW);
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
    void asksFirstWhenSomebodyElseSignedInSinceTheFlowBegan() {
        Browser ben = mailkeep.browser();
        ben.connect(BEN);
        for (String purpose : List.of("connect", "signin")) {
            browser.forgetEverything();
            Map<String, String> callback = browser.authorize(purpose, null, BEN, Decision.ALLOW);
            String ada = signedInAsInAnotherTab(ACCOUNT);
            var before = TableCounts.of(mailkeep.jdbc());

            Answer answer = browser.finish(callback).expect(409);

            assertThat(answer.problem()).isEqualTo("signed-in-meanwhile");
            assertThat(answer.json().path("detail").asString()).contains(ACCOUNT, BEN);
            assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo(purpose);
            assertThat(answer.json().path("nextAction").path("email").asString())
                    .isEqualTo(BEN);
            assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
            assertThat(browser.get("/api/mailboxes").expect(200).text())
                    .contains(ada)
                    .doesNotContain(BEN);
        }
        // Confirmed: a flow that the person who is signed in began.
        browser.connect(BEN);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(2);
    }

    @Test
    void asksNothingWhenTheSamePersonSignedInSinceTheFlowBegan() {
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        signedInAsInAnotherTab(ACCOUNT);

        browser.finish(callback).expect(200);

        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
    }

    /** Another tab of the same session finishes a flow; returns the mailbox's id. */
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
        var before = TableCounts.of(mailkeep.jdbc());
        Answer answer = browser.finish(browser.authorize("signin", null, BEN, Decision.ALLOW));
        assertThat(answer.expect(404).problem()).isEqualTo("not-connected-yet");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
        browser.get("/api/mailboxes").expect(401);
    }
}

package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.behaviour.Fault;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers of Google that belong to another browser, another flow, or to none. */
class AuthorizationAnswerTest {

    private static final String ACCOUNT = "ada.answer@gmail.example";
    private static final String BEN = "ben.answer@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private final Browser browser = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        mailkeep.addAccount(ACCOUNT);
        mailkeep.addAccount(BEN);
    }

    @Test
    void takesAnAnswerOnceAndSaysSoTheSecondTime() {
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        browser.finish(callback).expect(200);
        var before = TableCounts.of(mailkeep.jdbc());
        letEveryTokenCallFail();

        assertThat(browser.finish(callback).expect(409).problem()).isEqualTo("attempt-used");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void refusesACodeThatWasUsedInAnotherFlow() {
        Map<String, String> first = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        browser.finish(first).expect(200);
        Browser other = mailkeep.browser();
        Map<String, String> second = new HashMap<>(other.authorize("connect", null, ACCOUNT, Decision.ALLOW));
        second.put("code", String.valueOf(first.get("code")));
        var before = TableCounts.of(mailkeep.jdbc());

        assertThat(other.finish(second).expect(400).problem()).isEqualTo("code-refused");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void refusesAnUnusedCodeOfAnotherFlow() {
        // The code carries the challenge and the nonce of its own flow.
        Browser victim = mailkeep.browser();
        Map<String, String> stolen = victim.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        Map<String, String> own = new HashMap<>(browser.authorize("connect", null, BEN, Decision.ALLOW));
        own.put("code", String.valueOf(stolen.get("code")));
        var before = TableCounts.of(mailkeep.jdbc());

        assertThat(browser.finish(own).expect(400).problem()).isEqualTo("code-refused");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void refusesACodeThatWasAskedForWithoutANonce() {
        URI page = URI.create(browser.start("connect", null)
                .toString()
                .replaceAll("&(nonce|code_challenge|code_challenge_method)=[^&]*", ""));
        assertThat(page.getRawQuery()).doesNotContain("nonce").doesNotContain("challenge");
        var before = TableCounts.of(mailkeep.jdbc());

        Answer answer = browser.finish(browser.decideAtGoogle(page, ACCOUNT, Decision.ALLOW));

        assertThat(answer.expect(400).problem()).isEqualTo("code-refused");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void refusesAnotherBrowsersAnswerWithoutTakingItFromThatBrowser() {
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        Browser thief = mailkeep.browser();
        thief.start("connect", null);
        var before = TableCounts.of(mailkeep.jdbc());
        letEveryTokenCallFail();

        assertThat(thief.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);

        mailkeep.google().faults().clear();
        browser.finish(callback).expect(200);
    }

    @Test
    void takesNoCodeWithoutAStateAndAsksGoogleNothing() {
        Map<String, String> callback = new HashMap<>(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW));
        callback.remove("state");
        var before = TableCounts.of(mailkeep.jdbc());
        long asked = mailkeep.google().calls().count("token");

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

        assertThat(mailkeep.google().calls().count("token")).isEqualTo(asked);
        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
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
        Map<String, String> callback = new HashMap<>(browser.authorize("connect", null, ACCOUNT, Decision.ALLOW));
        callback.put("iss", "https://accounts.other.example");
        var before = TableCounts.of(mailkeep.jdbc());
        letEveryTokenCallFail();

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void saysThatItTookTooLongEvenAfterTidyingUp() {
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
        mailkeep.jdbc()
                .sql("update oauth_attempts set expires_at = now() - interval '1 second' where used_at is null")
                .update();
        mailkeep.reconcile();
        var before = TableCounts.of(mailkeep.jdbc());

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-expired");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void refusesAnAnswerOnceThePersonHasSignedOut() {
        browser.connect(ACCOUNT);
        Map<String, String> callback = browser.authorize("connect", null, BEN, Decision.ALLOW);
        browser.post("/auth/logout").expect(204);
        var before = TableCounts.of(mailkeep.jdbc());

        assertThat(browser.finish(callback).expect(400).problem()).isEqualTo("attempt-foreign");

        assertThat(TableCounts.of(mailkeep.jdbc())).isEqualTo(before);
    }

    @Test
    void makesOneMailboxOfTwoTabsThatBothFinish() {
        URI one = browser.start("connect", null);
        URI two = browser.start("connect", null);
        browser.finish(browser.decideAtGoogle(one, ACCOUNT, Decision.ALLOW)).expect(200);
        browser.finish(browser.decideAtGoogle(two, ACCOUNT, Decision.ALLOW)).expect(200);
        assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
        assertThat(TableCounts.of(mailkeep.jdbc()))
                .containsEntry("mailboxes", 1)
                .containsEntry("oauth_tokens", 1);
    }

    /** A test that asks Google for tokens after this fails. */
    private static void letEveryTokenCallFail() {
        mailkeep.google().faults().inject(Fault.backendError(503).on("token").times(-1));
    }
}

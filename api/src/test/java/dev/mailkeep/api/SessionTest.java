package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a session begins and ends, and that nobody else can use it. */
class SessionTest {

    private static final String ACCOUNT = "ada.session@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private final Browser browser = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        mailkeep.addAccount(ACCOUNT);
    }

    @Test
    void givesANewSessionAndANewTokenAgainstForgeryAtSignIn() {
        Map<String, String> callback = browser.authorize("connect", null, ACCOUNT, Decision.ALLOW);
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
                .as("the old session has ended")
                .isEqualTo(401);
    }

    @Test
    void nothingInTheDatabaseSignsAnybodyIn() {
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
        // The page can begin again at once.
        browser.connect(ACCOUNT);
    }

    @Test
    void aSessionEndsThirtyDaysAfterTheSignInHoweverMuchItIsUsed() {
        Browser person = mailkeep.browser();
        person.connect(ACCOUNT);
        startedBefore("29 days 23 hours");
        person.get("/api/mailboxes").expect(200);
        startedBefore("30 days 1 minute");
        person.get("/api/mailboxes").expect(401);
        assertThat(person.get("/api/session").expect(200).json().has("user")).isFalse();
        // The person can begin again at once.
        person.connect(ACCOUNT);
    }

    @Test
    void aSessionEndsSevenDaysAfterItsLastUseAndIsForgotten() {
        Browser person = mailkeep.browser();
        person.connect(ACCOUNT);
        lastUsedBefore("6 days 23 hours");
        person.get("/api/mailboxes").expect(200);
        assertThat(sessions("last_used_at > now() - interval '1 hour' and user_id is not null"))
                .as("the use is stored")
                .isEqualTo(1);

        lastUsedBefore("7 days 1 minute");
        person.get("/api/mailboxes").expect(401);
        mailkeep.reconcile();
        assertThat(sessions("true")).isZero();
    }

    private static void lastUsedBefore(String age) {
        mailkeep.jdbc()
                .sql("update browser_sessions set last_used_at = now() - cast(:age as interval)")
                .param("age", age)
                .update();
    }

    private static int sessions(String which) {
        return mailkeep.jdbc()
                .sql("select count(*) from browser_sessions where " + which)
                .query(Integer.class)
                .single();
    }

    private static void startedBefore(String age) {
        mailkeep.jdbc()
                .sql("update browser_sessions set created_at = now() - cast(:age as interval)")
                .param("age", age)
                .update();
    }
}

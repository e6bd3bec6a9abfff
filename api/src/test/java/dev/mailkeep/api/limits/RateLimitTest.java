package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Answer;
import dev.mailkeep.api.Browser;
import dev.mailkeep.api.Correspondence;
import dev.mailkeep.api.MailkeepExtension;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often one may ask. Buckets refill by a few in a minute: each test is done long before. */
class RateLimitTest {

    private static final String ADA = "ada@gmail.example";
    private static final String BEN = "ben@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.with(environment -> environment
            .with("MAILKEEP_LIMIT_SIGN_INS", "6")
            .with("MAILKEEP_LIMIT_PLANS", "1")
            .with("MAILKEEP_LIMIT_CHECKS", "2")
            .with("MAILKEEP_LIMIT_EXPORTS", "1")
            .with("MAILKEEP_LIMIT_SEARCHES", "1")
            .with("MAILKEEP_LIMIT_ACTIVITY", "2")
            .with("MAILKEEP_LIMIT_CHANGES", "3"));

    private Browser browser;
    private String mailbox = "";

    @BeforeAll
    static void addAccounts() {
        mailkeep.addAccount(ADA);
        mailkeep.addAccount(BEN);
    }

    @BeforeEach
    void connect() {
        mailkeep.jdbc().sql("delete from rate_limits").update();
        mailkeep.jdbc().sql("delete from users").update();
        browser = mailkeep.browser();
        mailbox = browser.connect(ADA);
    }

    /** Repeats the request until it is refused: on a slow machine a bucket refills between two requests. */
    private static void isRefused(Supplier<Answer> request) {
        Answer answer = request.get();
        for (int again = 0; again < 5 && answer.status() != 429; again++) {
            answer = request.get();
        }
        assertThat(answer.expect(429).problem()).isEqualTo("too-many-requests");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("retry");
    }

    @Test
    void ofAuthorizationFlowsHoldsForEachNetworkAddress() {
        // The mailbox took one flow.
        for (int i = 0; i < 5; i++) {
            mailkeep.browser().start("connect", null);
        }
        isRefused(() -> mailkeep.browser().post("/auth/google/start", Map.of()));

        for (int i = 0; i < 5; i++) {
            mailkeep.browser()
                    .finish(Map.of("code", "4/guessed", "state", "guessed"))
                    .expect(400);
        }
        isRefused(() -> mailkeep.browser().finish(Map.of("code", "4/guessed", "state", "guessed")));
    }

    @Test
    void ofPlansHoldsForEachPerson() {
        Supplier<Answer> plan = () ->
                browser.post("/api/mailboxes/" + mailbox + "/plan", Map.of("senders", List.of(Correspondence.BOSS)));
        plan.get().expect(200);
        long calls = mailkeep.google().calls().count("list");

        isRefused(plan);

        assertThat(mailkeep.google().calls().count("list")).isEqualTo(calls);
        Browser ben = mailkeep.browser();
        String other = ben.connect(BEN);
        ben.post("/api/mailboxes/" + other + "/plan", Map.of("senders", List.of(Correspondence.BOSS)))
                .expect(200);
    }

    @Test
    void ofChecksHoldsForEachMailbox() {
        String second = browser.connect(BEN);
        browser.checkNow(mailbox);
        browser.checkNow(mailbox);
        isRefused(() -> browser.post("/api/mailboxes/" + mailbox + "/check"));
        isRefused(() -> browser.post("/api/mailboxes/" + mailbox + "/sync"));
        browser.checkNow(second);
    }

    @Test
    void holdsHoweverThePathIsWritten() {
        browser.checkNow(mailbox);
        browser.post("/api/mailboxes/" + mailbox + "/s%79nc").expect(202);
        isRefused(() -> browser.post("/api/mailboxes/" + mailbox.toUpperCase(Locale.ROOT) + "/check"));
        isRefused(() -> browser.post("/api/mailboxes/" + mailbox.replaceFirst("0", "%30") + "/%73ync"));
        browser.get("/api/mailboxes/" + mailbox + "/%65xport").expect(200);
        isRefused(() -> browser.get("/api/m%61ilboxes/" + mailbox.toUpperCase(Locale.ROOT) + "/ex%70ort"));
        for (int i = 0; i < 5; i++) {
            mailkeep.browser().post("/%61uth/google/st%61rt", Map.of()).expect(200);
        }
        isRefused(() -> mailkeep.browser().post("/auth/g%6fogle/start", Map.of()));
    }

    @Test
    void ofSearchesAndOfTheSyncLogHoldsAndNotOfOtherReading() {
        String messages = "/api/mailboxes/" + mailbox + "/messages";
        browser.get(messages + "?q=invoice").expect(200);
        isRefused(() -> browser.get(messages + "?%71=invoice"));
        browser.get(messages + "?sender=boss@corp.example").expect(200);
        browser.get("/api/mailboxes/" + mailbox + "/runs").expect(200);
        browser.get("/api/mailboxes/" + mailbox + "/runs").expect(200);
        isRefused(() -> browser.get("/api/mailboxes/" + mailbox + "/runs"));
    }

    @Test
    void ofExportsAndOfOtherChangesHoldToo() {
        browser.get("/api/mailboxes/" + mailbox + "/export").expect(200);
        isRefused(() -> browser.get("/api/mailboxes/" + mailbox + "/export"));
        for (String interval : List.of("PT1M", "PT2M", "PT3M")) {
            browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", interval))
                    .expect(200);
        }
        isRefused(() -> browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", "PT4M")));
        assertThat(browser.mailbox(mailbox).path("syncInterval").asString()).isEqualTo("PT3M");
    }

    @Test
    void neverKeepsAnybodyFromLeaving() {
        for (int i = 0; i < 3; i++) {
            browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        }
        isRefused(() -> browser.post("/api/mailboxes/" + mailbox + "/pause"));
        browser.delete("/api/mailboxes/" + mailbox).expect(202);
        browser.delete("/api/account").expect(204);
        Browser again = mailkeep.browser();
        again.connect(ADA);
        again.post("/auth/logout").expect(204);
    }

    @Test
    void isSharedByAllProcessesAndStoresNoName() {
        DataSource database = mailkeep.bean(DataSource.class);
        var one = new Buckets(database);
        var another = new Buckets(database);
        String who = UUID.randomUUID().toString();

        List<Boolean> given = Stream.of(one, another, one, another)
                .map(process -> process.take("test", who, 3).isEmpty())
                .toList();

        assertThat(given).containsExactly(true, true, true, false);
        assertThat(mailkeep.jdbc()
                        .sql("select id from rate_limits")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(id).matches("[0-9a-f]{64}"));
    }

    @Test
    void isForgottenOnceItIsFullAgain() {
        var buckets = mailkeep.bean(Buckets.class);
        buckets.take("test", "anybody", 3);
        mailkeep.jdbc().sql("update rate_limits set expires_at = 1").update();

        buckets.removeExpired();

        assertThat(mailkeep.jdbc()
                        .sql("select count(*) from rate_limits")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void isCounted() {
        for (int i = 0; i < 3; i++) {
            browser.post("/api/mailboxes/" + mailbox + "/check");
        }
        assertThat(mailkeep.operator().metrics())
                .containsPattern("mailkeep_requests_limited_total\\{.*limit=\"check\".*\\} [1-9]");
    }
}

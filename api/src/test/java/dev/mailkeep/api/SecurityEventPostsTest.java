package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.risc.RiscTransmitter.Delivery;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cross-Account Protection: which posts are taken for events of Google, and which are refused. */
class SecurityEventPostsTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static int accounts;

    private final RiscPosts posts = new RiscPosts(mailkeep);
    private final Browser browser = mailkeep.browser();
    private final SimulatedAccount account = mailkeep.addAccount("risc-post-" + accounts++ + "@gmail.example");

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY, invalid_key, forged",
        "WRONG_SIGNATURE, invalid_key, forged",
        "UNSIGNED, invalid_key, forged",
        "WRONG_ISSUER, invalid_issuer, foreign",
        "WRONG_AUDIENCE, invalid_audience, foreign",
        "FROM_THE_FUTURE, invalid_request, stale",
        "ANCIENT, invalid_request, stale",
        "NO_EVENTS, invalid_request, malformed",
        "NO_ID, invalid_request, malformed"
    })
    void forgedEventsAreRefusedAndCountedAndChangeNothing(Forgery forgery, String err, String outcome)
            throws Exception {
        String mailbox = posts.connect(browser, account);
        var before = rows();
        int counted = posts.counted(outcome);

        Delivery answer = mailkeep.google()
                .risc()
                .deliver(
                        posts.receiver(),
                        mailkeep.google().risc().token(SecurityEvent.tokensRevoked(account.sub()), forgery));

        assertThat(answer.status()).isEqualTo(400);
        JsonNode refusal = JsonMapper.shared().readTree(answer.body());
        assertThat(refusal.path("err").asString()).isEqualTo(err);
        assertThat(refusal.path("description").asString()).isNotEmpty();
        assertThat(posts.counted(outcome)).isEqualTo(counted + 1);
        assertThat(rows()).isEqualTo(before);
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void eventsOfStrangersAndUnknownOnesAreAcceptedAndChangeNothing() {
        posts.connect(browser, account);
        SimulatedAccount stranger = mailkeep.addAccount("stranger-" + accounts++ + "@gmail.example");
        var before = rows();
        before.remove("security_events");
        int nobody = posts.counted("nobody");
        int ignored = posts.counted("ignored");

        assertThat(posts.send(SecurityEvent.tokensRevoked(stranger.sub()))).isEqualTo(202);
        assertThat(posts.send(SecurityEvent.about("https://schemas.example/event-type/new", account.sub())))
                .isEqualTo(202);

        var after = rows();
        after.remove("security_events");
        assertThat(after).isEqualTo(before);
        assertThat(posts.counted("nobody")).isEqualTo(nobody + 1);
        assertThat(posts.counted("ignored")).isEqualTo(ignored + 1);
    }

    @Test
    void logsThatGooglesTestHasArrived() {
        int counted = posts.counted("verification");
        try (LogCapture log = LogCapture.begin()) {
            assertThat(posts.send(SecurityEvent.verification("state"))).isEqualTo(202);

            assertThat(log.lines("verification event has arrived")).isNotEmpty();
        }
        assertThat(posts.counted("verification")).isEqualTo(counted + 1);
    }

    @Test
    void takesNoMoreThanATokenNeeds() {
        assertThat(posts.send("a".repeat(65 * 1024))).isEqualTo(400);
        assertThat(posts.send("nonsense")).isEqualTo(400);
        assertThat(mailkeep.browser().get("/hooks/risc").status()).isIn(404, 405);
    }

    @Test
    void asksForAnotherDeliveryWhileTheDatabaseTakesNothing() {
        String mailbox = posts.connect(browser, account);
        int unavailable = posts.counted("unavailable");
        String token = mailkeep.google().risc().token(SecurityEvent.tokensRevoked(account.sub()));
        mailkeep.jdbc().sql("alter table security_events rename to away").update();
        try {
            assertThat(posts.send(token)).isEqualTo(503);
        } finally {
            mailkeep.jdbc().sql("alter table away rename to security_events").update();
        }
        assertThat(posts.counted("unavailable")).isEqualTo(unavailable + 1);
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");

        assertThat(posts.send(token)).isEqualTo(202);
        assertThat(browser.get("/api/mailboxes").status()).isEqualTo(401);
    }

    @Test
    void logsNothingOfATokenOrAnAccount() {
        try (LogCapture log = LogCapture.begin(Map.of("ROOT", Level.INFO))) {
            posts.connect(browser, account);
            String refreshToken = account.newestRefreshToken();
            String honest =
                    mailkeep.google().risc().token(SecurityEvent.tokenRevoked(refreshToken, TokenIdentifier.PREFIX));
            String forged =
                    mailkeep.google().risc().token(SecurityEvent.tokensRevoked(account.sub()), Forgery.WRONG_SIGNATURE);
            mailkeep.google().faults().inject(Fault.backendError(503).on("history"));

            posts.send(honest);
            posts.send(forged);
            posts.send(SecurityEvent.sessionsRevoked(account.sub()));

            assertThat(log.everything())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContain(
                                    account.sub(),
                                    account.email(),
                                    refreshToken.substring(0, 16),
                                    honest.substring(honest.length() - 20),
                                    forged.substring(forged.length() - 20)));
        }
    }

    /** What an event could change, without what a check changes. */
    private static Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        Map.of(
                        "users", "*",
                        "mailboxes", "id, generation, desired_state, condition, cause",
                        "oauth_tokens", "id, refresh_token, token_hash, granted_at",
                        "notifications", "*",
                        "audit_log", "id, event, detail",
                        "security_events", "id_hash",
                        "browser_sessions", "id")
                .forEach((table, columns) -> rows.put(
                        table,
                        mailkeep.jdbc()
                                .sql("select cast(t as text) from (select " + columns + " from " + table
                                        + ") t order by 1")
                                .query(String.class)
                                .list()));
        return rows;
    }
}

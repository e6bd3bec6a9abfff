package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.simulator.pubsub.Mischief;
import dev.mailkeep.simulator.pubsub.OidcToken;
import dev.mailkeep.simulator.pubsub.PubSub;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Gmail's push, posted by Pub/Sub: a hint that brings the next check forward, and nothing else. */
class GmailPushTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep =
            MailkeepExtension.on(SimulatorSettings.defaults().withQuota(Quota.unlimited()), GmailPushTest::subscribe);

    /** A bit longer than the second for which pushes are held together. */
    private static final Duration LONGER_THAN_A_DEBOUNCE = Duration.ofSeconds(3);

    private static MailkeepEnvironment subscribe(SimulatedGoogle simulated, MailkeepEnvironment environment) {
        simulated.pubSub().createTopic(Pushes.TOPIC, true);
        simulated
                .pubSub()
                .push(
                        Pushes.PUSHED,
                        Pushes.TOPIC,
                        environment.url().resolve("/hooks/gmail"),
                        Pushes.AUDIENCE,
                        Pushes.SERVICE_ACCOUNT);
        return Pushes.posted(Pushes.quiet(environment));
    }

    @AfterEach
    void noMischief() {
        pubSub().mischief(Mischief.none());
    }

    @Test
    void mailThatIsPostedIsStoredFarAheadOfTheInterval() {
        SimulatedAccount account = mailkeep.addAccount("posted@gmail.example");
        String mailbox = Pushes.connect(mailkeep, account);

        String one = deliverNow(account);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactly(one));
        String two = deliverNow(account);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactlyInAnyOrder(one, two));

        assertThat(counted("hinted")).isPositive();
    }

    @Test
    void pushesThatComeTwiceLateAndInAnyOrderChangeNothing() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("unkind@gmail.example");
        pubSub().mischief(Mischief.unkind());
        String mailbox = Pushes.connect(mailkeep, account);

        for (int i = 0; i < 20; i++) {
            deliverNow(account);
        }
        eventually(() -> assertThat(pubSub().unacknowledged(Pushes.PUSHED)).isZero());
        // Gmail sends one push a second at most. The last one may be among those that it drops.
        String replayed = hint(account.email().toUpperCase(Locale.ROOT));
        for (int i = 0; i < 3; i++) {
            assertThat(post(pubSub().sign(genuine()), replayed)).isEqualTo(204);
        }

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).hasSize(20).isEqualTo(wanted(account)));
        assertThat(MailboxRow.of(mailkeep.jdbc(), mailbox).get("history_id"))
                .as("the cursor is history's, not the push's")
                .isEqualTo(new BigDecimal(account.historyId()));
    }

    @Test
    void mailIsStoredAlthoughNothingIsPushed() {
        SimulatedAccount account = mailkeep.addAccount("silent@gmail.example");
        String mailbox = Pushes.connect(mailkeep, account);
        pubSub().mischief(Mischief.dropping());
        Browser browser = mailkeep.browser();
        browser.signIn(account.email());
        browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", "PT10S"))
                .expect(200);

        String id = deliverNow(account);

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactly(id));
    }

    @Test
    void forgedPostsAreRefusedAndCountedAndChangeNothing() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("forged@gmail.example");
        String mailbox = connectAndSettle(account);
        Map<String, Object> before = MailboxRow.settled(mailkeep.jdbc(), mailbox, LONGER_THAN_A_DEBOUNCE);
        long hintsBefore = Pushes.hints(mailkeep, mailbox);
        int countedBefore = counted("forged");
        List<String> forgeries = List.of(
                "",
                "nonsense",
                pubSub().signAsStranger(genuine()),
                pubSub().sign(genuine().withAudience("https://elsewhere.example.org/hooks/gmail")),
                pubSub().sign(genuine().withEmail("push@other.iam.gserviceaccount.com")),
                pubSub().sign(genuine().withEmailVerified(false)),
                pubSub().sign(genuine().withIssuer("https://accounts.google.com")),
                pubSub().sign(genuine().withLife(Duration.ofHours(-1))),
                pubSub().sign(genuine().withLife(null)));

        for (String forgery : forgeries) {
            assertThat(post(forgery, hint(account.email()))).as(forgery).isEqualTo(401);
        }

        assertThat(counted("forged") - countedBefore).isEqualTo(forgeries.size());
        holds(LONGER_THAN_A_DEBOUNCE, () -> {
            assertThat(Pushes.hints(mailkeep, mailbox)).isEqualTo(hintsBefore);
            assertThat(MailboxRow.of(mailkeep.jdbc(), mailbox)).isEqualTo(before);
        });
    }

    @Test
    void genuinePostsThatLeadNowhereAreAcknowledgedAndCounted() throws Exception {
        String token = pubSub().sign(genuine());
        int unknown = counted("unknown");
        int unreadable = counted("unreadable");

        assertThat(post(token, hint("nobody@gmail.example"))).isEqualTo(204);
        assertThat(counted("unknown") - unknown).isEqualTo(1);

        List<String> unreadables = List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"message\": {\"data\": \"*\"}}",
                "{\"message\": {\"data\": 7}}",
                pubSub().envelope(Pushes.PUSHED, "no JSON", "1"),
                pubSub().envelope(Pushes.PUSHED, "{\"historyId\": 7}", "1"),
                "{\"message\": \"" + "x".repeat(70_000) + "\"}");
        for (String body : unreadables) {
            assertThat(post(token, body)).as(body).isEqualTo(204);
        }
        assertThat(counted("unreadable") - unreadable).isEqualTo(unreadables.size());
    }

    @Test
    void historyIdsAndBase64ComeInEitherSpelling() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("spelling@gmail.example");
        String mailbox = connectAndSettle(account);
        String token = pubSub().sign(genuine());
        int hinted = counted("hinted");
        String text = "{\"emailAddress\":\"" + account.email() + "\",\"historyId\":12345,\"x\":\"???>>>\"}";
        for (Base64.Encoder encoder : List.of(
                Base64.getEncoder(),
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
            assertThat(post(token, "{\"message\": {\"data\": \"" + encoder.encodeToString(text.getBytes()) + "\"}}"))
                    .isEqualTo(204);
        }
        assertThat(counted("hinted") - hinted).isEqualTo(3);
        assertThat(mailbox).isNotEmpty();
    }

    @Test
    void aFloodOfPushesMakesFewSignals() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("flood@gmail.example");
        String mailbox = connectAndSettle(account);
        String token = pubSub().sign(genuine());
        long before = Pushes.hints(mailkeep, mailbox);

        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(post(token, hint(account.email()))).isEqualTo(204);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

        // The first second may have begun before the flood, with the push that the connection caused: DebouncerTest
        // holds the number exactly.
        eventually(() -> assertThat(Pushes.hints(mailkeep, mailbox) - before).isPositive());
        holds(
                LONGER_THAN_A_DEBOUNCE,
                () -> assertThat(Pushes.hints(mailkeep, mailbox) - before).isBetween(1L, seconds + 3));
    }

    @Test
    void aPausedMailboxIsLeftAlone() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("paused@gmail.example");
        Browser browser = mailkeep.browser();
        String mailbox = Pushes.connect(mailkeep, account);
        browser.signIn(account.email());
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(pubSub().unacknowledged(Pushes.PUSHED)).isZero());
        int resting = counted("resting");

        assertThat(post(pubSub().sign(genuine()), hint(account.email()))).isEqualTo(204);

        assertThat(counted("resting") - resting).isEqualTo(1);
    }

    private static OidcToken genuine() {
        return Pushes.genuine(mailkeep.google());
    }

    private static String hint(String address) {
        return Pushes.hint(mailkeep.google(), address);
    }

    private static int post(String token, String body) throws Exception {
        return Pushes.post(mailkeep.url(), token, body);
    }

    /** Connects an account, and returns once the pushes that this causes are over. */
    private static String connectAndSettle(SimulatedAccount account) {
        String mailbox = Pushes.connect(mailkeep, account);
        eventually(() -> assertThat(pubSub().unacknowledged(Pushes.PUSHED)).isZero());
        return mailbox;
    }

    private static int counted(String outcome) {
        return mailkeep.operator().hookPosts("gmail", outcome);
    }

    private static PubSub pubSub() {
        return mailkeep.google().pubSub();
    }
}

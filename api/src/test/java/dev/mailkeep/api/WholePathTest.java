package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.CHOSEN;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What an owner experiences from connecting to disconnecting, with a Gmail at its worst. */
class WholePathTest {

    private static final String FRIEND = "Friend <friend@family.example>";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.on(
            SimulatorSettings.unkind()
                    .withQuirks(Quirks.unkind().withSearchLag(Duration.ofSeconds(2)))
                    .withQuota(Quota.unlimited()),
            (google, environment) -> environment);

    private Browser browser;
    private ShownMailbox shown;

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
        shown = new ShownMailbox(browser);
    }

    @Test
    void plansExactlyAndImportsExactlyTheMailOfTheChosenSenders() {
        SimulatedAccount account = mailkeep.addAccount("many@gmail.example");
        deliverPast(account, 5_000);
        letTheSearchCatchUp();
        String mailbox = browser.connect(account.email());
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");

        JsonNode plan = browser.post("/api/mailboxes/" + mailbox + "/plan", Map.of("senders", CHOSEN))
                .expect(200)
                .json();
        assertThat(plan.path("messages").asInt()).isEqualTo(1_000);
        assertThat(plan.path("exact").asBoolean()).isTrue();
        assertThat(plan.path("units").asInt()).isGreaterThanOrEqualTo(20_000);

        browser.chooseSenders(mailbox, CHOSEN);
        eventually(() -> {
            JsonNode now = browser.mailbox(mailbox);
            int found = now.path("import").path("found").asInt();
            int stored = now.path("import").path("stored").asInt();
            assertThat(found).isLessThanOrEqualTo(1_000);
            assertThat(stored).isLessThanOrEqualTo(found);
            assertThat(now.path("messages").asInt()).isLessThanOrEqualTo(1_000);
            assertThat(now.path("status").asString()).isEqualTo("LIVE");
            assertThat(now.path("queued").asInt()).isZero();
        });

        assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account)).hasSize(1_000);
        JsonNode done = browser.mailbox(mailbox);
        assertThat(done.path("import").path("stored").asInt()).isEqualTo(1_000);
        assertThat(done.path("quarantined").asInt()).isZero();
        assertThat(shown.everyMessage(mailbox)).isEqualTo(wanted(account));
        eventually(() ->
                assertThat(browser.mailbox(mailbox).hasNonNull("completeAsOf")).isTrue());
        assertThat(browser.get("/api/mailboxes/" + mailbox + "/runs")
                        .expect(200)
                        .text())
                .contains("\"IMPORT\"")
                .contains("\"DONE\"");
    }

    @Test
    void keepsNewMailOfTheChosenAndOfNobodyElse() {
        SimulatedAccount account = mailkeep.addAccount("live@gmail.example");
        String mailbox = connectAndImport(account, 50);

        List.of(
                        FRIEND,
                        // Gmail's own search takes these for the chosen.
                        "\"boss@corp.example\" <thief@other.example>",
                        "News <news@sub.list.example>",
                        "Other boss <not-boss@corp.example>")
                .forEach(from -> deliverNow(account, from));
        String fromBoss = deliverNow(account);
        String fromList = deliverNow(account, "Digest <another@list.example>");

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox))
                .contains(fromBoss, fromList)
                .isEqualTo(wanted(account)));
        holds(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account)));
    }

    @Test
    void asksGmailNothingWhilePausedAndCatchesUpAfterwards() {
        SimulatedAccount account = mailkeep.addAccount("paused@gmail.example");
        String mailbox = connectAndImport(account, 50);

        JsonNode paused =
                browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202).json();
        assertThat(paused.path("status").asString()).isEqualTo("PAUSED");
        eventually(() -> assertThat(MailboxRow.commandsAreDelivered(mailkeep.jdbc(), mailbox))
                .isTrue());
        long calls = GmailCalls.ofOrWithADeadToken(mailkeep.google(), account);
        String meanwhile = deliverNow(account);
        holds(() -> assertThat(GmailCalls.ofOrWithADeadToken(mailkeep.google(), account))
                .isEqualTo(calls));
        assertThat(kept(mailkeep.jdbc(), mailbox)).doesNotContain(meanwhile);

        browser.post("/api/mailboxes/" + mailbox + "/resume").expect(202);
        eventually(() ->
                assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account)));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void checksAtOnceWhenAskedTo() {
        SimulatedAccount account = mailkeep.addAccount("asked@gmail.example");
        String mailbox = connectAndImport(account, 50);
        shown.checkRarely(mailbox);
        String fresh = deliverNow(account);
        letTheSearchCatchUp();

        browser.checkNow(mailbox);

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(fresh));
    }

    @Test
    void listsAgainWhenAskedToAndRepairsWhatDiffers() {
        SimulatedAccount account = mailkeep.addAccount("again@gmail.example");
        String mailbox = connectAndImport(account, 100);
        shown.checkRarely(mailbox);
        List<String> ids = List.copyOf(kept(mailkeep.jdbc(), mailbox));
        account.delete(ids.get(0));
        account.addLabels(ids.get(1), "TRASH");
        account.removeLabels(ids.get(2), "UNREAD");
        account.addLabels(ids.get(3), "STARRED");
        mailkeep.jdbc()
                .sql("delete from email_messages where message_id = :lost")
                .param("lost", ids.get(4))
                .update();
        letTheSearchCatchUp();

        browser.post("/api/mailboxes/" + mailbox + "/resync", Map.of()).expect(202);

        // What happens at Gmail never deletes a row.
        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(Set.copyOf(ids));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(shown.message(mailbox, ids.get(0)).hasNonNull("deletedAt"))
                    .isTrue();
            assertThat(shown.labels(mailbox, ids.get(1))).contains("TRASH");
            assertThat(shown.labels(mailbox, ids.get(2))).doesNotContain("UNREAD");
            assertThat(shown.labels(mailbox, ids.get(3))).contains("STARRED");
        });
        assertThat(shown.message(mailbox, ids.get(1)).hasNonNull("deletedAt")).isFalse();
    }

    @Test
    void saysOnceThatGoogleEndedTheAccessAndGoesOnAfterReconnectingWithTheSameAccountOnly() {
        SimulatedAccount account = mailkeep.addAccount("revoked@gmail.example");
        mailkeep.addAccount("wrong@gmail.example");
        String mailbox = connectAndImport(account, 50);

        account.revokeGrants();
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
        JsonNode refused = browser.mailbox(mailbox);
        assertThat(refused.path("explanation").asString()).contains("Reconnect to continue");
        assertThat(refused.path("nextAction").path("kind").asString()).isEqualTo("reconnect");
        assertThat(refused.path("nextAction").path("mailboxId").asString()).isEqualTo(mailbox);
        eventually(() -> assertThat(shown.notifications(mailbox)).hasSize(1));
        long calls = GmailCalls.ofOrWithADeadToken(mailkeep.google(), account);
        String meanwhile = deliverNow(account);
        holds(() -> assertThat(GmailCalls.ofOrWithADeadToken(mailkeep.google(), account))
                .isEqualTo(calls));
        assertThat(shown.notifications(mailbox)).hasSize(1);

        Map<String, Object> before = MailboxRow.of(mailkeep.jdbc(), mailbox);
        Answer other = browser.finish(browser.authorize("reconnect", mailbox, "wrong@gmail.example", Decision.ALLOW));
        assertThat(other.expect(409).problem()).isEqualTo("account-mismatch");
        assertThat(other.json().path("detail").asString())
                .contains(account.email())
                .contains("wrong@gmail.example");
        assertThat(MailboxRow.of(mailkeep.jdbc(), mailbox)).isEqualTo(before);
        assertThat(browser.get("/api/mailboxes").json()).hasSize(1);

        browser.reconnect(mailbox, account.email());
        eventually(() ->
                assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account)));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        assertThat(shown.notifications(mailbox))
                .filteredOn(one -> !one.path("kind").asString().equals("RECOVERED"))
                .hasSize(1);
    }

    @Test
    void disconnectsWithAReceiptThatFillsInAndStartsAfreshWhenConnectedAgain() {
        SimulatedAccount account = mailkeep.addAccount("leaving@gmail.example");
        String mailbox = connectAndImport(account, 100);
        int stored = kept(mailkeep.jdbc(), mailbox).size();
        assertThat(account.refreshTokens()).isPositive();

        String receipt = browser.disconnect(mailbox);
        shown.awaitReceipt(receipt, stored);
        assertThat(account.refreshTokens()).isZero();
        browser.get("/api/mailboxes/" + mailbox).expect(404);
        assertThat(TableCounts.ofMailbox(mailkeep.jdbc(), mailbox))
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());

        String again = browser.connect(account.email());
        assertThat(again).isNotEqualTo(mailbox);
        assertThat(browser.mailbox(again).path("messages").asInt()).isZero();
        assertThat(browser.mailbox(again).path("senders")).isEmpty();
        browser.chooseSenders(again, CHOSEN);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), again)).isEqualTo(wanted(account)));
    }

    /** Imports list what the search finds. Mail that the search does not find yet is left to checks. */
    private static void letTheSearchCatchUp() {
        mailkeep.google().clock().advance(mailkeep.google().quirks().searchLag());
    }

    private String connectAndImport(SimulatedAccount account, int messages) {
        deliverPast(account, messages);
        letTheSearchCatchUp();
        return Correspondence.connectAndImport(browser, mailkeep.jdbc(), account);
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.CHOSEN;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a person lives through, from connecting to disconnecting, on a Gmail at its worst. */
class WholePathTest {

    private static final Set<String> GMAIL = Set.of("profile", "history", "list", "get");
    private static final String FRIEND = "Friend <friend@family.example>";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;

    private Browser browser;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.unkind()
                .withQuirks(Quirks.unkind().withSearchLag(Duration.ofSeconds(2)))
                .withQuota(Quota.unlimited()));
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
    }

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @Test
    void plansExactlyAndImportsExactlyTheMailOfTheChosenSenders() {
        SimulatedAccount account = google.addAccount("many@gmail.example", "Many");
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

        setSenders(mailbox);
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
        assertThat(readAllPages(mailbox)).isEqualTo(wanted(account));
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
        SimulatedAccount account = google.addAccount("live@gmail.example", "Live");
        String mailbox = connectAndImport(account, 50);

        List.of(
                        FRIEND,
                        // What Gmail's own search takes for the chosen.
                        "\"boss@corp.example\" <thief@other.example>",
                        "News <news@sub.list.example>",
                        "Other boss <not-boss@corp.example>")
                .forEach(from -> deliverNow(account, from));
        String fromBoss = deliverNow(account, "Boss <boss@corp.example>");
        String fromList = deliverNow(account, "Digest <another@list.example>");

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox))
                .contains(fromBoss, fromList)
                .isEqualTo(wanted(account)));
        holds(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account)));
    }

    @Test
    void asksGmailNothingWhilePausedAndCatchesUpAfterwards() {
        SimulatedAccount account = google.addAccount("paused@gmail.example", "Paused");
        String mailbox = connectAndImport(account, 50);

        JsonNode paused =
                browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202).json();
        assertThat(paused.path("status").asString()).isEqualTo("PAUSED");
        eventually(() -> assertThat(deliveredCommands(mailbox)).isTrue());
        long calls = gmailCalls(account);
        String meanwhile = deliverNow(account, "Boss <boss@corp.example>");
        holds(() -> assertThat(gmailCalls(account)).isEqualTo(calls));
        assertThat(kept(mailkeep.jdbc(), mailbox)).doesNotContain(meanwhile);

        browser.post("/api/mailboxes/" + mailbox + "/resume").expect(202);
        eventually(() ->
                assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account)));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void looksAtOnceWhenAskedTo() {
        SimulatedAccount account = google.addAccount("asked@gmail.example", "Asked");
        String mailbox = connectAndImport(account, 50);
        lookSeldom(mailbox);
        String fresh = deliverNow(account, "Boss <boss@corp.example>");
        letTheSearchCatchUp();

        browser.post("/api/mailboxes/" + mailbox + "/check").expect(202);

        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(fresh));
    }

    @Test
    void listsAgainWhenAskedToAndRepairsWhatDiffers() {
        SimulatedAccount account = google.addAccount("again@gmail.example", "Again");
        String mailbox = connectAndImport(account, 100);
        lookSeldom(mailbox);
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
            assertThat(message(mailbox, ids.get(0)).hasNonNull("deletedAt")).isTrue();
            assertThat(labels(mailbox, ids.get(1))).contains("TRASH");
            assertThat(labels(mailbox, ids.get(2))).doesNotContain("UNREAD");
            assertThat(labels(mailbox, ids.get(3))).contains("STARRED");
        });
        assertThat(message(mailbox, ids.get(1)).hasNonNull("deletedAt")).isFalse();
    }

    @Test
    void saysOnceThatGoogleEndedTheAccessAndGoesOnAfterReconnectingWithTheSameAccountOnly() {
        SimulatedAccount account = google.addAccount("revoked@gmail.example", "Revoked");
        google.addAccount("wrong@gmail.example", "Wrong");
        String mailbox = connectAndImport(account, 50);

        account.revokeGrants();
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
        JsonNode refused = browser.mailbox(mailbox);
        assertThat(refused.path("explanation").asString()).contains("Reconnect to continue");
        assertThat(refused.path("nextAction").path("kind").asString()).isEqualTo("reconnect");
        assertThat(refused.path("nextAction").path("mailboxId").asString()).isEqualTo(mailbox);
        eventually(() -> assertThat(notificationsOf(mailbox)).hasSize(1));
        long calls = gmailCalls(account);
        String meanwhile = deliverNow(account, "Boss <boss@corp.example>");
        holds(() -> assertThat(gmailCalls(account)).isEqualTo(calls));
        assertThat(notificationsOf(mailbox)).hasSize(1);

        Map<String, Object> before = rowOf(mailbox);
        Browser.Answer other =
                browser.finish(browser.round("reconnect", mailbox, "wrong@gmail.example", Decision.ALLOW));
        assertThat(other.expect(409).problem()).isEqualTo("account-mismatch");
        assertThat(other.json().path("detail").asString())
                .contains(account.email())
                .contains("wrong@gmail.example");
        assertThat(rowOf(mailbox)).isEqualTo(before);
        assertThat(browser.get("/api/mailboxes").json()).hasSize(1);

        browser.finish(browser.round("reconnect", mailbox, account.email(), Decision.ALLOW))
                .expect(200);
        eventually(() ->
                assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account)));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        assertThat(notificationsOf(mailbox))
                .filteredOn(one -> !one.path("kind").asString().equals("RECOVERED"))
                .hasSize(1);
    }

    @Test
    void disconnectsWithAReceiptThatFillsInAndStartsAfreshWhenConnectedAgain() {
        SimulatedAccount account = google.addAccount("leaving@gmail.example", "Leaving");
        String mailbox = connectAndImport(account, 100);
        int stored = kept(mailkeep.jdbc(), mailbox).size();
        assertThat(account.refreshTokens()).isPositive();

        String receipt = browser.delete("/api/mailboxes/" + mailbox)
                .expect(202)
                .json()
                .path("receiptId")
                .asString();
        eventually(() -> {
            JsonNode now = browser.get("/api/receipts/" + receipt).expect(200).json();
            assertThat(now.hasNonNull("revokedAtGoogle")).isTrue();
            assertThat(now.path("messagesDeleted").asInt(-1)).isEqualTo(stored);
            assertThat(now.hasNonNull("workflowEnded")).isTrue();
        });
        assertThat(account.refreshTokens()).isZero();
        browser.get("/api/mailboxes/" + mailbox).expect(404);
        for (String table : List.of(
                "email_messages",
                "message_queue",
                "oauth_tokens",
                "watched_senders",
                "sync_runs",
                "unconfirmed_candidates")) {
            assertThat(mailkeep.jdbc()
                            .sql("select count(*) from " + table + " where mailbox_id = cast(:id as uuid)")
                            .param("id", mailbox)
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }

        String again = browser.connect(account.email());
        assertThat(again).isNotEqualTo(mailbox);
        assertThat(browser.mailbox(again).path("messages").asInt()).isZero();
        assertThat(browser.mailbox(again).path("senders")).isEmpty();
        setSenders(again);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), again)).isEqualTo(wanted(account)));
    }

    @Test
    void leavesNobodyBehindWhenASenderIsTakenOffTheListAndItsMailPurged() {
        SimulatedAccount account = google.addAccount("purge@gmail.example", "Purge");
        String mailbox = connectAndImport(account, 100);
        Set<String> ofTheBoss = account.visibleIdsFrom(mail -> mail.from().contains(BOSS));

        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS), "removed", "purge"))
                .expect(200);

        assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(ofTheBoss);
    }

    private String connectAndImport(SimulatedAccount account, int messages) {
        deliverPast(account, messages);
        letTheSearchCatchUp();
        String mailbox = browser.connect(account.email());
        setSenders(mailbox);
        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        });
        return mailbox;
    }

    /** An import is of mail that is there; what is on its way to the search is the business of looks. */
    private static void letTheSearchCatchUp() {
        google.clock().advance(google.quirks().searchLag());
    }

    private void setSenders(String mailbox) {
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", CHOSEN))
                .expect(200);
    }

    private void lookSeldom(String mailbox) {
        browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", "PT1H"))
                .expect(200);
        eventually(() -> assertThat(nextSyncAt(mailbox)).isAfter(Instant.now().plusSeconds(600)));
    }

    private Instant nextSyncAt(String mailbox) {
        return Instant.parse(browser.mailbox(mailbox).path("nextSyncAt").asString());
    }

    private Set<String> readAllPages(String mailbox) {
        var ids = new TreeSet<String>();
        String cursor = "";
        do {
            JsonNode page = browser.get("/api/mailboxes/" + mailbox + "/messages?limit=100" + cursor)
                    .expect(200)
                    .json();
            page.path("items")
                    .forEach(item -> assertThat(ids.add(item.path("messageId").asString()))
                            .isTrue());
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private JsonNode message(String mailbox, String id) {
        for (JsonNode item : browser.get("/api/mailboxes/" + mailbox + "/messages?limit=100")
                .expect(200)
                .json()
                .path("items")) {
            if (item.path("messageId").asString().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no message " + id);
    }

    private List<String> labels(String mailbox, String id) {
        return message(mailbox, id)
                .path("labels")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private List<JsonNode> notificationsOf(String mailbox) {
        return browser.get("/api/notifications")
                .expect(200)
                .json()
                .valueStream()
                .filter(one -> one.path("mailboxId").asString("").equals(mailbox))
                .toList();
    }

    private static Map<String, Object> rowOf(String mailbox) {
        return mailkeep.jdbc()
                .sql("select * from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query()
                .singleRow();
    }

    private static boolean deliveredCommands(String mailbox) {
        return mailkeep.jdbc()
                .sql("select delivered_version = command_version from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(Boolean.class)
                .single();
    }

    /** A call with a dead token is nobody's; there must be none of those either. */
    private static long gmailCalls(SimulatedAccount account) {
        return google.calls().calls().stream()
                .filter(call -> GMAIL.contains(call.method()))
                .filter(call -> call.account() == null || call.account().equals(account.email()))
                .count();
    }
}

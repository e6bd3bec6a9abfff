package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What people do to each other and to themselves, at the same time or one right after the other. */
class PeopleTest {

    private static final String ADA = "ada@gmail.example";
    private static final String BEN = "ben@gmail.example";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static SimulatedAccount account;
    private static RunningMailkeep mailkeep;

    private Browser ada;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        account = google.addAccount(ADA, "Ada");
        google.addAccount(BEN, "Ben");
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    @BeforeEach
    void openABrowser() {
        ada = mailkeep.browser();
    }

    @AfterEach
    void forgetEverybody() {
        google.faults().clear();
        mailkeep.jdbc().sql("delete from users").update();
        mailkeep.jdbc().sql("delete from pending_revocations").update();
    }

    private static void keepsMail(Browser browser, String mailbox) {
        browser.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                .expect(200);
        String message = deliverNow(account, "Boss <" + BOSS + ">");
        browser.post("/api/mailboxes/" + mailbox + "/check").expect(202);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(message));
    }

    @Test
    void whoeverConnectsAgainRightAfterLeavingKeepsTheNewGrant() {
        String before = ada.connect(ADA);
        google.faults().inject(Fault.backendError(503).on("revoke").times(2));
        ada.delete("/api/mailboxes/" + before).expect(202);

        String receipt = mailkeep.jdbc()
                .sql("select id::text from receipts")
                .query(String.class)
                .single();
        // While the old mailbox is taken down, it is said so.
        String after = eventuallyConnect();

        assertThat(after).isNotEqualTo(before);
        assertThat(ada.get("/api/receipts/" + receipt)
                        .expect(200)
                        .json()
                        .path("grantKept")
                        .asBoolean(false))
                .isTrue();
        assertThat(mailkeep.jdbc()
                        .sql("select count(*) from pending_revocations")
                        .query(Integer.class)
                        .single())
                .isZero();
        mailkeep.reconcile();
        keepsMail(ada, after);
    }

    @Test
    void aRevocationUnderWayThatEndsTheNewGrantIsNoticedBeforeAnythingIsStored() throws Exception {
        String before = ada.connect(ADA);
        google.faults().inject(Fault.backendError(503).on("revoke").times(-1));
        ada.delete("/api/mailboxes/" + before).expect(202);
        eventually(() -> assertThat(count("mailboxes")).isZero());
        google.faults().clear();
        var callback = ada.round("connect", null, ADA, Decision.ALLOW);
        // Google takes its time, and revokes what the account has by then.
        google.faults().inject(Fault.hang(Duration.ofSeconds(5)).on("revoke"));
        var housekeeping = new Thread(mailkeep::reconcile);
        housekeeping.start();
        eventually(() -> assertThat(google.faults().waiting()).isEmpty());

        var answer = ada.finish(callback);
        housekeeping.join();

        assertThat(answer.expect(409).json().path("title").asString()).isEqualTo("Google has just ended this access");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(count("mailboxes") + count("pending_revocations")).isZero();
        keepsMail(ada, ada.connect(ADA));
    }

    private static int count(String table) {
        return mailkeep.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    private String eventuallyConnect() {
        var mailbox = new String[1];
        eventually(() -> {
            var answer = ada.finish(ada.round("connect", null, ADA, Decision.ALLOW));
            if (answer.status() == 409) {
                assertThat(answer.problem()).isEqualTo("conflict");
            }
            mailbox[0] = answer.expect(200).json().path("mailbox").path("id").asString();
        });
        return mailbox[0];
    }

    @Test
    void twoPeopleMayKeepOneAccountAndNeitherEndsTheOthersAccess() {
        String adas = ada.connect(ADA);
        Browser ben = mailkeep.browser();
        ben.connect(BEN);
        String bens = ben.connect(ADA);
        assertThat(bens).isNotEqualTo(adas);
        assertThat(mailkeep.jdbc()
                        .sql("select count(distinct refresh_token) from oauth_tokens t join mailboxes m"
                                + " on m.id = t.mailbox_id where m.email = :email")
                        .param("email", ADA)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        ben.get("/api/mailboxes/" + adas).expect(404);
        ada.get("/api/mailboxes/" + bens).expect(404);

        String receipt = ben.delete("/api/mailboxes/" + bens)
                .expect(202)
                .json()
                .path("receiptId")
                .asString();
        eventually(() -> assertThat(ben.get("/api/receipts/" + receipt)
                        .expect(200)
                        .json()
                        .path("grantKept")
                        .asBoolean(false))
                .isTrue());

        keepsMail(ada, adas);
        assertThat(ada.status(adas)).isIn("LIVE", "IMPORTING");
    }

    @Test
    void ofTwoTabsThatEditTheSendersTheLaterOneUndoesNothingOfTheFirst() {
        String mailbox = ada.connect(ADA);
        String senders = "/api/mailboxes/" + mailbox + "/senders";
        String seen = ada.get(senders).expect(200).header("ETag");
        assertThat(seen).startsWith("\"").endsWith("\"");
        ada.change("PUT", senders, Map.of("senders", List.of(BOSS)), "If-Match", seen)
                .expect(200);

        Browser.Answer late = ada.change(
                "PUT", senders, Map.of("senders", List.of("@list.example"), "removed", "purge"), "If-Match", seen);
        assertThat(late.expect(412).problem()).isEqualTo("changed-meanwhile");
        assertThat(late.json().path("detail").asString()).contains("another tab");
        assertThat(watched(mailbox)).containsExactly(BOSS);

        Browser.Answer again = ada.get(senders).expect(200);
        assertThat(again.json().path("senders").path(0).path("sender").asString())
                .isEqualTo(BOSS);
        assertThat(again.header("ETag")).isNotEqualTo(seen);
        Map<String, Object> both = Map.of("senders", List.of(BOSS, "@list.example"));
        for (String stale : List.of(seen, "W/" + again.header("ETag"), "senders-2", "\"\"")) {
            ada.change("PUT", senders, both, "If-Match", stale).expect(412);
        }
        ada.change("PUT", senders, both, "If-Match", seen + ", " + again.header("ETag"))
                .expect(200);
        // Repeated because its answer got lost, it is what was wanted.
        ada.change("PUT", senders, both, "If-Match", again.header("ETag")).expect(200);
        assertThat(watched(mailbox)).containsExactly("@list.example", BOSS);

        // A program that means the whole list says so, or says nothing.
        ada.change("PUT", senders, Map.of("senders", List.of(BOSS)), "If-Match", "*")
                .expect(200);
        ada.put(senders, both).expect(200);
        assertThat(watched(mailbox)).containsExactly("@list.example", BOSS);
    }

    @Test
    void ofTwoTabsThatSetTheIntervalTheLaterOneIsTold() {
        String mailbox = "/api/mailboxes/" + ada.connect(ADA);
        String seen = ada.get(mailbox).expect(200).header("ETag");
        ada.change("PATCH", mailbox, Map.of("syncInterval", "PT15M"), "If-Match", seen)
                .expect(200);

        assertThat(ada.change("PATCH", mailbox, Map.of("syncInterval", "PT1H"), "If-Match", seen)
                        .expect(412)
                        .problem())
                .isEqualTo("changed-meanwhile");
        assertThat(ada.get(mailbox).json().path("syncInterval").asString()).isEqualTo("PT15M");
        ada.change("PATCH", mailbox, Map.of("syncInterval", "PT15M"), "If-Match", seen)
                .expect(200);
        String now =
                ada.patch(mailbox, Map.of("syncInterval", "PT1H")).expect(200).header("ETag");
        assertThat(now).isEqualTo(ada.get(mailbox).header("ETag")).isNotEqualTo(seen);
    }

    @Test
    void ofEveryPieceThatIsPastedItIsSaidHowItWouldBeKeptOrWhyNot() {
        String mailbox = ada.connect(ADA);
        JsonNode readings = ada.post(
                        "/api/mailboxes/" + mailbox + "/senders/check",
                        Map.of("senders", List.of("Boss@Corp.Example", "gmail.com", "@list.example", "")))
                .expect(200)
                .json()
                .path("senders");

        assertThat(readings).hasSize(4);
        assertThat(readings.path(0).path("sender").asString()).isEqualTo(BOSS);
        assertThat(readings.path(1).path("problem").asString()).startsWith("Write an address");
        assertThat(readings.path(2).path("sender").asString()).isEqualTo("@list.example");
        assertThat(readings.path(3).path("problem").asString()).startsWith("Write an address");
        assertThat(watched(mailbox)).isEmpty();
    }

    @Test
    void aSenderThatCouldNoLongerBeTypedRefusesNoListThatItIsOn() {
        String mailbox = ada.connect(ADA);
        String path = "/api/mailboxes/" + mailbox;
        // With a Cyrillic o, from before such senders were refused.
        String lookAlike = "b\u043ess@corp.example";
        mailkeep.jdbc()
                .sql("insert into watched_senders (mailbox_id, sender) values (cast(:id as uuid), :sender)")
                .param("id", mailbox)
                .param("sender", lookAlike)
                .update();

        ada.put(path + "/senders", Map.of("senders", List.of(lookAlike))).expect(200);
        Map<String, Object> oneMore = Map.of("senders", List.of(lookAlike, BOSS));
        ada.post(path + "/plan", oneMore).expect(200);
        ada.put(path + "/senders", oneMore).expect(200);
        assertThat(watched(mailbox)).containsExactlyInAnyOrder(lookAlike, BOSS);

        ada.put(path + "/senders", Map.of("senders", List.of(BOSS))).expect(200);
        ada.put(path + "/senders", oneMore).expect(400);
        assertThat(watched(mailbox)).containsExactly(BOSS);
    }

    @Test
    void theMailOfARemovedSenderStaysFoundAndEachSenderSaysWhatIsStored() {
        String mailbox = ada.connect(ADA);
        keepsMail(ada, mailbox);
        String senders = "/api/mailboxes/" + mailbox + "/senders";
        eventually(() -> {
            JsonNode boss = ada.get(senders).expect(200).json().path("senders").path(0);
            assertThat(boss.path("messages").asInt()).isPositive();
            assertThat(boss.hasNonNull("lastReceivedAt")).isTrue();
            assertThat(boss.has("import")).isFalse();
        });

        ada.put(senders, Map.of("senders", List.of("@list.example"))).expect(200);

        JsonNode after = ada.get(senders).expect(200).json();
        assertThat(after.path("senders").path(0).path("messages").asInt()).isZero();
        assertThat(after.path("former")).hasSize(1);
        JsonNode former = after.path("former").path(0);
        assertThat(former.path("sender").asString()).isEqualTo(BOSS);
        assertThat(ada.get("/api/mailboxes/" + mailbox + "/messages?sender=" + BOSS)
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(former.path("messages").asInt());
        ada.put(senders, Map.of("senders", List.of(BOSS))).expect(200);
        assertThat(ada.get(senders).expect(200).json().path("former")).isEmpty();
    }

    @Test
    void whoReconnectsReadsThatTheMailboxRecoveredAndNoMoreOfTheAlarm() {
        String mailbox = ada.connect(ADA);
        keepsMail(ada, mailbox);
        account.revokeGrants();
        ada.post("/api/mailboxes/" + mailbox + "/check").expect(202);
        eventually(() ->
                assertThat(ada.get("/api/notifications").expect(200).json()).hasSize(1));
        String missed = deliverNow(account, "Boss <" + BOSS + ">");

        ada.finish(ada.round("reconnect", mailbox, ADA, Decision.ALLOW)).expect(200);

        assertThat(ada.get("/api/notifications").json().path(0).hasNonNull("readAt"))
                .isTrue();
        eventually(() -> {
            JsonNode told = ada.get("/api/notifications").expect(200).json();
            assertThat(told).hasSize(2);
            assertThat(told.path(0).path("kind").asString()).isEqualTo("RECOVERED");
            assertThat(told.path(0).path("body").asString()).endsWith("It caught up on 1 message.");
            assertThat(told.path(0).has("readAt")).isFalse();
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(missed);
        });
    }

    private static List<String> watched(String mailbox) {
        return mailkeep.jdbc()
                .sql("select sender from watched_senders where mailbox_id = cast(:id as uuid) order by sender")
                .param("id", mailbox)
                .query(String.class)
                .list();
    }

    @Test
    void whatIsChangedInOneTabAfterADisconnectInTheOtherIsRefused() {
        String mailbox = ada.connect(ADA);
        google.faults().inject(Fault.backendError(503).on("revoke").times(5));
        ada.delete("/api/mailboxes/" + mailbox).expect(202);

        assertThat(ada.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                        .status())
                .isIn(404, 409);
        assertThat(ada.post("/api/mailboxes/" + mailbox + "/resume").status()).isIn(202, 404);

        assertThat(mailkeep.jdbc()
                        .sql("select count(*) from mailboxes where desired_state <> 'DISCONNECT'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void anAccountThatGotAnotherAddressIsTheSameAccount() {
        String mailbox = ada.connect(ADA);
        mailkeep.jdbc().sql("update users set email = 'maiden@gmail.example'").update();
        mailkeep.jdbc()
                .sql("update mailboxes set email = 'maiden@gmail.example'")
                .update();

        Browser later = mailkeep.browser();
        later.finish(later.round("signin", null, ADA, Decision.ALLOW)).expect(200);
        assertThat(later.get("/api/session").json().path("user").path("email").asString())
                .isEqualTo(ADA);
        later.finish(later.round("reconnect", mailbox, ADA, Decision.ALLOW)).expect(200);

        assertThat(later.mailbox(mailbox).path("email").asString()).isEqualTo(ADA);
        assertThat(later.get("/api/mailboxes").json()).hasSize(1);

        mailkeep.jdbc().sql("update users set email = 'maiden@gmail.example'").update();
        later.finish(later.round("reconnect", mailbox, ADA, Decision.ALLOW)).expect(200);
        assertThat(later.get("/api/session").json().path("user").path("email").asString())
                .isEqualTo(ADA);
    }

    @Test
    void anAccountThatWasMadeAnewWithTheSameAddressIsAnotherAndTheOldRowsStayTheirPersons() {
        String address = "made-anew@corp.example";
        SimulatedAccount old = google.addAccount(address, "Before");
        String mailbox = ada.connect(address);
        ada.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS)))
                .expect(200);
        String message = deliverNow(old, "Boss <" + BOSS + ">");
        ada.post("/api/mailboxes/" + mailbox + "/check").expect(202);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(message));
        old.revokeGrants();
        old.rename("deleted@corp.example");
        ada.post("/api/mailboxes/" + mailbox + "/check").expect(202);
        eventually(
                () -> assertThat(ada.mailbox(mailbox).path("status").asString()).isEqualTo("NEEDS_RECONNECT"));
        google.addAccount(address, "After");
        Browser stranger = mailkeep.browser();
        assertThat(stranger.finish(stranger.round("signin", null, address, Decision.ALLOW))
                        .expect(404)
                        .problem())
                .isEqualTo("account-made-anew");

        Browser.Answer answer = ada.finish(ada.round("reconnect", mailbox, address, Decision.ALLOW));

        assertThat(answer.expect(409).problem()).isEqualTo("account-made-anew");
        assertThat(answer.json().path("detail").asString()).contains("created again", "export", "delete");
        assertThat(ada.mailbox(mailbox).path("cause").asString()).isEqualTo("ACCOUNT_MADE_ANEW");
        ada.finish(ada.round("connect", null, address, Decision.ALLOW)).expect(200);
        Browser later = mailkeep.browser();
        later.finish(later.round("signin", null, address, Decision.ALLOW)).expect(200);
        assertThat(later.get("/api/mailboxes").json()).hasSize(2);
        assertThat(later.get("/api/mailboxes/" + mailbox + "/messages")
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
        later.get("/api/mailboxes/" + mailbox + "/export?format=csv").expect(200);
        later.delete("/api/mailboxes/" + mailbox).expect(202);
        eventually(() -> assertThat(later.get("/api/mailboxes").json()).hasSize(1));
    }

    @Test
    void ofADeletedAccountOneEntryThatNamesNobodyIsLeft() {
        String mailbox = ada.connect(ADA);
        keepsMail(ada, mailbox);
        String person = ada.get("/api/session").json().path("user").path("id").asString();
        String sub = account.sub();

        ada.delete("/api/account").expect(204);
        eventually(() -> {
            mailkeep.reconcile();
            mailkeep.jdbc()
                    .sql("update quota_spent set written_at = now() - interval '1 hour'")
                    .update();
            assertThat(everyRow())
                    .noneMatch(row ->
                            row.contains(sub) || row.contains(ADA) || row.contains(person) || row.contains(mailbox));
        });

        assertThat(mailkeep.jdbc()
                        .sql("select count(*) from audit_log where event = 'account-deleted' and user_id is null")
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    private static List<String> everyRow() {
        return mailkeep
                .jdbc()
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .flatMap(
                        table -> mailkeep
                                .jdbc()
                                .sql("select row_to_json(t)::text from " + table + " t")
                                .query(String.class)
                                .list()
                                .stream())
                .toList();
    }
}

package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.connectAndImport;
import static dev.mailkeep.api.Correspondence.keepNewMail;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The list of chosen senders as its owner edits it, and what the page shows of each. */
class SenderListTest {

    private static final String ADA = "ada.senders@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static SimulatedAccount account;

    private final Browser ada = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        account = mailkeep.addAccount(ADA);
    }

    @Test
    void theLaterOfTwoTabsThatEditTheSendersUndoesNothingOfTheFirst() {
        String mailbox = ada.connect(ADA);
        String senders = "/api/mailboxes/" + mailbox + "/senders";
        String seen = ada.get(senders).expect(200).header("ETag");
        assertThat(seen).startsWith("\"").endsWith("\"");
        ada.change("PUT", senders, Map.of("senders", List.of(BOSS)), "If-Match", seen)
                .expect(200);

        Answer late = ada.change(
                "PUT", senders, Map.of("senders", List.of("@list.example"), "removed", "purge"), "If-Match", seen);
        assertThat(late.expect(412).problem()).isEqualTo("changed-meanwhile");
        assertThat(late.json().path("detail").asString()).contains("another tab");
        assertThat(watched(mailbox)).containsExactly(BOSS);

        Answer again = ada.get(senders).expect(200);
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
    void theLaterOfTwoTabsThatSetTheIntervalIsTold() {
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
    void eachPastedPieceIsAnsweredWithItsSpellingOrWithWhatIsWrong() {
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
    void aSenderThatWouldBeRefusedTodayMayStayOnItsList() {
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
    void theMailOfARemovedSenderIsStillFoundAndEachSenderShowsWhatIsStored() {
        String mailbox = ada.connect(ADA);
        keepNewMail(ada, mailkeep.jdbc(), account, mailbox);
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
    void purgesTheMailOfASenderThatIsTakenOffTheList() {
        SimulatedAccount purged = mailkeep.addAccount("purge@gmail.example");
        String mailbox = connectAndImport(ada, mailkeep.jdbc(), purged, 100);
        Set<String> ofTheBoss = purged.visibleIdsFrom(mail -> mail.from().contains(BOSS));

        ada.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", List.of(BOSS), "removed", "purge"))
                .expect(200);

        assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(ofTheBoss);
    }

    @Test
    void moreSendersThanAThousandAreRefused() {
        String path = "/api/mailboxes/" + ada.connect(ADA);
        List<String> many = IntStream.rangeClosed(1, 1_001)
                .mapToObj(i -> "sender" + i + "@corp.example")
                .toList();

        assertThat(ada.put(path + "/senders", Map.of("senders", many))
                        .expect(400)
                        .problem())
                .isEqualTo("invalid-request");
        assertThat(ada.post(path + "/plan", Map.of("senders", many)).expect(400).problem())
                .isEqualTo("invalid-request");
        ada.put(path + "/senders", Map.of("senders", many.subList(0, 1_000))).expect(200);
    }

    private static List<String> watched(String mailbox) {
        return mailkeep.jdbc()
                .sql("select sender from watched_senders where mailbox_id = cast(:id as uuid) order by sender")
                .param("id", mailbox)
                .query(String.class)
                .list();
    }
}

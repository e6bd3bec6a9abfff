package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.keepNewMail;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What people do to one another and to themselves, at the same time or one right after the other. */
class PeopleTest {

    private static final String ADA = "ada.people@gmail.example";
    private static final String BEN = "ben.people@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static SimulatedAccount account;

    private final Browser ada = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        account = mailkeep.addAccount(ADA);
        mailkeep.addAccount(BEN);
    }

    @Test
    void connectingAgainRightAfterLeavingKeepsTheNewGrant() {
        String before = ada.connect(ADA);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke").times(2));
        ada.delete("/api/mailboxes/" + before).expect(202);

        String receipt = mailkeep.jdbc()
                .sql("select id::text from receipts")
                .query(String.class)
                .single();
        // While the old mailbox is being removed, the answer says so.
        String after = eventuallyConnect();

        assertThat(after).isNotEqualTo(before);
        assertThat(ada.get("/api/receipts/" + receipt)
                        .expect(200)
                        .json()
                        .path("grantKept")
                        .asBoolean(false))
                .isTrue();
        assertThat(TableCounts.count(mailkeep.jdbc(), "pending_revocations")).isZero();
        mailkeep.reconcile();
        keepNewMail(ada, mailkeep.jdbc(), account, after);
    }

    @Test
    void aRevocationUnderWayThatEndsTheNewGrantIsNoticedBeforeAnythingIsStored() throws Exception {
        String before = ada.connect(ADA);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke").times(-1));
        ada.delete("/api/mailboxes/" + before).expect(202);
        eventually(() ->
                assertThat(TableCounts.count(mailkeep.jdbc(), "mailboxes")).isZero());
        var callback = ada.authorize("connect", null, ADA, Decision.ALLOW);
        mailkeep.google().faults().clear();
        // Google takes its time, and revokes what the account has by then.
        mailkeep.google().faults().inject(Fault.hang(Duration.ofSeconds(5)).on("revoke"));
        var housekeeping = new Thread(mailkeep::reconcile);
        housekeeping.start();
        eventually(() -> assertThat(mailkeep.google().faults().waiting()).isEmpty());

        var answer = ada.finish(callback);
        housekeeping.join();

        assertThat(answer.expect(409).json().path("title").asString()).isEqualTo("Google has just ended this access");
        assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("connect");
        assertThat(TableCounts.count(mailkeep.jdbc(), "mailboxes")
                        + TableCounts.count(mailkeep.jdbc(), "pending_revocations"))
                .isZero();
        keepNewMail(ada, mailkeep.jdbc(), account, ada.connect(ADA));
    }

    @Test
    void twoPeopleMayConnectOneAccountAndNeitherEndsTheOthersAccess() {
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

        String receipt = ben.disconnect(bens);
        eventually(() -> assertThat(ben.get("/api/receipts/" + receipt)
                        .expect(200)
                        .json()
                        .path("grantKept")
                        .asBoolean(false))
                .isTrue());

        keepNewMail(ada, mailkeep.jdbc(), account, adas);
        assertThat(ada.status(adas)).isIn("LIVE", "IMPORTING");
    }

    @Test
    void aChangeInOneTabAfterADisconnectInTheOtherIsRefused() {
        String mailbox = ada.connect(ADA);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke").times(5));
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
        later.signIn(ADA);
        assertThat(later.get("/api/session").json().path("user").path("email").asString())
                .isEqualTo(ADA);
        later.reconnect(mailbox, ADA);

        assertThat(later.mailbox(mailbox).path("email").asString()).isEqualTo(ADA);
        assertThat(later.get("/api/mailboxes").json()).hasSize(1);

        mailkeep.jdbc().sql("update users set email = 'maiden@gmail.example'").update();
        later.reconnect(mailbox, ADA);
        assertThat(later.get("/api/session").json().path("user").path("email").asString())
                .isEqualTo(ADA);
    }

    @Test
    void anAccountThatWasMadeAnewWithTheSameAddressIsAnotherAndTheOldRowsStayTheirOwners() {
        String address = "made-anew@corp.example";
        SimulatedAccount old = mailkeep.google().addAccount(address, "Before");
        String mailbox = ada.connect(address);
        ada.chooseSenders(mailbox, List.of(BOSS));
        String message = deliverNow(old);
        ada.checkNow(mailbox);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(message));
        old.revokeGrants();
        old.rename("deleted@corp.example");
        ada.checkNow(mailbox);
        eventually(
                () -> assertThat(ada.mailbox(mailbox).path("status").asString()).isEqualTo("NEEDS_RECONNECT"));
        mailkeep.google().addAccount(address, "After");
        Browser stranger = mailkeep.browser();
        assertThat(stranger.finish(stranger.authorize("signin", null, address, Decision.ALLOW))
                        .expect(404)
                        .problem())
                .isEqualTo("account-made-anew");

        Answer answer = ada.finish(ada.authorize("reconnect", mailbox, address, Decision.ALLOW));

        assertThat(answer.expect(409).problem()).isEqualTo("account-made-anew");
        assertThat(answer.json().path("detail").asString()).contains("created again", "export", "delete");
        assertThat(ada.mailbox(mailbox).path("cause").asString()).isEqualTo("ACCOUNT_MADE_ANEW");
        ada.finish(ada.authorize("connect", null, address, Decision.ALLOW)).expect(200);
        Browser later = mailkeep.browser();
        later.signIn(address);
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
    void afterReconnectingTheOwnerReadsThatTheMailboxRecoveredAndNoMoreOfTheAlarm() {
        String mailbox = ada.connect(ADA);
        keepNewMail(ada, mailkeep.jdbc(), account, mailbox);
        account.revokeGrants();
        ada.checkNow(mailbox);
        eventually(() ->
                assertThat(ada.get("/api/notifications").expect(200).json()).hasSize(1));
        String missed = deliverNow(account);

        ada.reconnect(mailbox, ADA);

        assertThat(ada.get("/api/notifications").json().path(0).hasNonNull("readAt"))
                .isTrue();
        eventually(() -> {
            JsonNode notifications = ada.get("/api/notifications").expect(200).json();
            assertThat(notifications).hasSize(2);
            assertThat(notifications.path(0).path("kind").asString()).isEqualTo("RECOVERED");
            assertThat(notifications.path(0).path("body").asString()).endsWith("It caught up on 1 message.");
            assertThat(notifications.path(0).has("readAt")).isFalse();
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(missed);
        });
    }

    private String eventuallyConnect() {
        var mailbox = new String[1];
        eventually(() -> {
            var answer = ada.finish(ada.authorize("connect", null, ADA, Decision.ALLOW));
            if (answer.status() == 409) {
                assertThat(answer.problem()).isEqualTo("conflict");
            }
            mailbox[0] = answer.expect(200).json().path("mailbox").path("id").asString();
        });
        return mailbox[0];
    }
}

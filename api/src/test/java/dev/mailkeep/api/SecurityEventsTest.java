package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.RiscTransmitter.Delivery;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Cross-Account Protection: what an event of Google does to a mailbox and its owner. */
class SecurityEventsTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static int accounts;

    private final RiscPosts posts = new RiscPosts(mailkeep);
    private Browser browser;
    private SimulatedAccount account;

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
        account = mailkeep.addAccount("risc-stop-" + accounts++ + "@gmail.example");
    }

    @Test
    void revokedTokensStopTheMailboxAtOnceWithOneNotification() {
        String mailbox = posts.connect(browser, account);
        account.revokeGrants();
        int accepted = posts.counted("accepted");
        String token = mailkeep.google().risc().token(SecurityEvent.tokensRevoked(account.sub()));

        Delivery answer = mailkeep.google().risc().deliver(posts.receiver(), token);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        long calls = GmailCalls.of(mailkeep.google(), account);
        assertThat(MailboxRow.of(mailkeep.jdbc(), mailbox)).containsEntry("condition", "NEEDS_RECONNECT");
        assertThat(posts.counted("accepted")).isEqualTo(accepted + 1);
        eventually(() -> assertThat(notificationCauses(mailbox)).containsExactly("REVOKED"));
        int replayed = posts.counted("replayed");
        assertThat(posts.send(token)).isEqualTo(202);
        assertThat(posts.counted("replayed")).isEqualTo(replayed + 1);
        holds(() -> assertThat(GmailCalls.of(mailkeep.google(), account)).isEqualTo(calls));
        assertThat(notificationCauses(mailbox)).hasSize(1);

        browser.signIn(account.email());
        assertThat(browser.mailbox(mailbox).path("explanation").asString()).contains("Reconnect to continue");
        browser.reconnect(mailbox, account.email());
        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
        assertThat(posts.send(token)).isEqualTo(202);
        holds(() -> assertThat(browser.status(mailbox)).isEqualTo("LIVE"));
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedTokenStopsItsMailbox(TokenIdentifier by) {
        String mailbox = posts.connect(browser, account);

        assertThat(posts.send(SecurityEvent.tokenRevoked(account.newestRefreshToken(), by)))
                .isEqualTo(202);

        assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT");
        eventually(() -> assertThat(notificationCauses(mailbox)).containsExactly("REVOKED"));
    }

    private record Case(SecurityEvent event, String cause, String title) {}

    @Test
    void revokedSessionsAndDisabledAccountsStopTheMailboxAndSignTheOwnerOut() {
        var calls = new HashMap<SimulatedAccount, Long>();
        for (String reason : List.of("sessions", "hijacking", "bulk-account")) {
            openABrowser();
            Case stopped = switch (reason) {
                case "sessions" ->
                    new Case(
                            SecurityEvent.sessionsRevoked(account.sub()),
                            "SESSIONS_REVOKED",
                            "signed this account out everywhere");
                case "hijacking" ->
                    new Case(
                            SecurityEvent.accountDisabled(account.sub()).withReason(reason),
                            "ACCOUNT_HIJACKED",
                            "disabled this account to protect it");
                default ->
                    new Case(
                            SecurityEvent.accountDisabled(account.sub()).withReason(reason),
                            "ACCOUNT_DISABLED",
                            "disabled this account");
            };
            calls.put(account, stopsTheMailboxAndSignsTheOwnerOut(stopped));
        }
        holds(() -> calls.forEach((stopped, before) ->
                assertThat(GmailCalls.of(mailkeep.google(), stopped)).isEqualTo(before)));
    }

    /** Returns how often Gmail had been asked for the account when the event was accepted. */
    private long stopsTheMailboxAndSignsTheOwnerOut(Case stopped) {
        String mailbox = posts.connect(browser, account);
        Browser another = mailkeep.browser();
        another.signIn(account.email());

        assertThat(posts.send(stopped.event())).isEqualTo(202);

        long calls = GmailCalls.of(mailkeep.google(), account);
        browser.get("/api/mailboxes").expect(401);
        another.get("/api/mailboxes").expect(401);
        eventually(() -> assertThat(notificationCauses(mailbox)).containsExactly(stopped.cause()));
        browser.signIn(account.email());
        JsonNode shown = browser.mailbox(mailbox);
        assertThat(shown.path("status").asString()).isEqualTo("NEEDS_RECONNECT");
        assertThat(shown.path("cause").asString()).isEqualTo(stopped.cause());
        assertThat(shown.path("nextAction").path("kind").asString()).isEqualTo("reconnect");
        assertThat(browser.get("/api/notifications").expect(200).text()).contains(stopped.title());
        return calls;
    }

    @Test
    void hintsMakeMailkeepCheckTheGrantAtGoogle() {
        String mailbox = posts.connect(browser, account);
        long before = tokenCalls();

        assertThat(posts.send(SecurityEvent.credentialChangeRequired(account.sub())))
                .isEqualTo(202);

        eventually(() -> assertThat(tokenCalls()).isGreaterThan(before));
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");

        account.revokeGrants();
        assertThat(posts.send(SecurityEvent.accountEnabled(account.sub()))).isEqualTo(202);

        eventually(() -> assertThat(browser.status(mailbox)).isEqualTo("NEEDS_RECONNECT"));
    }

    @Test
    void aGrantOfTheLastMinutesIsCheckedAtGoogle() {
        String mailbox = posts.connect(browser, account);
        mailkeep.jdbc().sql("update oauth_tokens set granted_at = now()").update();
        account.revokeGrants();

        assertThat(posts.send(SecurityEvent.tokensRevoked(account.sub()))).isEqualTo(202);

        eventually(() -> assertThat(notificationCauses(mailbox)).containsExactly("REVOKED"));
    }

    private long tokenCalls() {
        return mailkeep.google().calls().calls().stream()
                .filter(call -> call.method().equals("token") && account.email().equals(call.account()))
                .count();
    }

    private static List<String> notificationCauses(String mailbox) {
        return mailkeep.jdbc()
                .sql("select cause from notifications where mailbox_id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(String.class)
                .list();
    }
}

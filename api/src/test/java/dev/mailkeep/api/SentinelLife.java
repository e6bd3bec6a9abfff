package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static dev.mailkeep.api.Sentinels.OWNER;
import static dev.mailkeep.api.Sentinels.SAID_BY_GOOGLE;
import static dev.mailkeep.api.Sentinels.SAID_BY_POSTGRESQL;
import static dev.mailkeep.api.Sentinels.SECOND;
import static dev.mailkeep.api.Sentinels.SENDER;
import static dev.mailkeep.api.Sentinels.SUBJECT;
import static dev.mailkeep.api.Sentinels.quoting;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import dev.mailkeep.api.Browser.Decision;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** Mailboxes live through everything that can go wrong, full of {@link Sentinels}. */
final class SentinelLife {

    private final MailkeepExtension mailkeep;
    private final GreenMail postOffice;
    private final LogCapture log;
    private final Browser browser;
    private final SimulatedAccount owner;

    /** Mailboxes by the address of the account. Several, because each waits after each failure. */
    private final Map<String, String> mailboxes = new LinkedHashMap<>();

    /** The codes and states of every authorization flow. */
    final List<String> flows = new ArrayList<>();

    /** Every answer that reports a problem. */
    final List<String> problems = new ArrayList<>();

    SentinelLife(MailkeepExtension mailkeep, GreenMail postOffice, LogCapture log) {
        this.mailkeep = mailkeep;
        this.postOffice = postOffice;
        this.log = log;
        this.browser = mailkeep.browser();
        Sentinels.ACCOUNTS.forEach(mailkeep::addAccount);
        this.owner = mailkeep.google().account(OWNER);
    }

    /** Returns the id of the owner's mailbox. */
    String live() {
        for (int i = 0; i < 30; i++) {
            owner.deliver(Sentinels.mail(Instant.now().minusSeconds(3_600L * (i + 1))));
        }
        failToConnect();
        for (String account : List.of(OWNER, SECOND, Sentinels.THIRD)) {
            mailboxes.put(account, connect("connect", null, account));
        }
        importThroughFaults();
        checkThroughFaults();
        loseTheDatabase();
        askForTheImpossible();
        loseTheGrant();
        leaveWhileGoogleIsAway();
        return mailbox();
    }

    private String mailbox() {
        return Objects.requireNonNull(mailboxes.get(OWNER));
    }

    private void problem(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isGreaterThanOrEqualTo(400);
        problems.add(answer.status() + " " + answer.text());
    }

    private void failToConnect() {
        Browser stranger = mailkeep.browser();
        problem(stranger.finish(stranger.authorize("connect", null, OWNER, Decision.CANCEL)));
        problem(stranger.finish(stranger.authorize("connect", null, OWNER, Decision.ALLOW_WITHOUT_GMAIL)));
        problem(stranger.finish(stranger.authorize("signin", null, OWNER, Decision.ALLOW)));
        for (Fault fault : Sentinels.everyFaultOfConnecting()) {
            Map<String, String> callback = flow(stranger, "connect", null, OWNER);
            mailkeep.google().faults().inject(fault);
            problem(stranger.finish(callback));
            mailkeep.google().faults().clear();
            problem(stranger.finish(callback));
        }
        endBackoffs();
        Map<String, String> foreign = new HashMap<>(flow(stranger, "connect", null, OWNER));
        problem(mailkeep.browser().finish(foreign));
        foreign.put("iss", SAID_BY_GOOGLE);
        problem(stranger.finish(foreign));
        problem(stranger.send("POST", "/auth/google", foreign));
        problem(stranger.post("/auth/google", "[{\"code\": \"" + foreign.get("code") + "\""));
        problem(stranger.post("/auth/google", Map.of("code", foreign.get("code"), "state", "x".repeat(600))));
    }

    private void importThroughFaults() {
        mailkeep.google().faults().inject(quoting(403).on("get"));
        mailkeep.google().faults().inject(quoting(500).on("list"));
        mailkeep.google().faults().inject(quoting(400).on("get"));
        mailboxes.values().forEach(mailbox -> browser.chooseSenders(mailbox, List.of(SENDER)));
        settle();
    }

    /** Each fault at each place where a step can meet it. The mailboxes share the faults among themselves. */
    private void checkThroughFaults() {
        List<Fault> faults = Sentinels.everyFault();
        List<SimulatedAccount> accounts =
                mailboxes.keySet().stream().map(mailkeep.google()::account).toList();
        for (int first = 0; first < faults.size(); first += accounts.size()) {
            for (int i = 0; i < accounts.size() && first + i < faults.size(); i++) {
                SimulatedAccount account = accounts.get(i);
                for (String endpoint : List.of("history", "list", "get", "token")) {
                    mailkeep.google()
                            .faults()
                            .inject(faults.get(first + i).on(endpoint).forAccount(account.email()));
                }
                account.expireAccessTokens();
                account.deliver(Sentinels.mail(Instant.now()));
            }
            hurryUntil(() -> assertThat(mailkeep.google().faults().waiting()).isEmpty());
        }
        settle();
    }

    /** Shortens what makes a mailbox wait; everything else takes its course. */
    private void hurryUntil(ThrowingRunnable holds) {
        eventually(() -> {
            endBackoffs();
            mailkeep.jdbc()
                    .sql("update message_queue set not_before = now() where not_before > now()")
                    .update();
            mailboxes.forEach((account, mailbox) -> {
                if (browser.status(mailbox).equals("NEEDS_RECONNECT")) {
                    connect("reconnect", mailbox, account);
                }
                browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
                browser.post("/api/mailboxes/" + mailbox + "/resume").expect(202);
            });
            holds.run();
        });
    }

    private void endBackoffs() {
        mailkeep.jdbc().sql("delete from operator_faults").update();
        mailkeep.jdbc().sql("delete from token_endpoint_backoff").update();
    }

    private void settle() {
        hurryUntil(() -> mailboxes.forEach((account, mailbox) -> assertThat(kept(mailkeep.jdbc(), mailbox))
                .hasSize(mailkeep.google().account(account).size())));
        mailkeep.google().faults().clear();
    }

    /** PostgreSQL quotes the row that it refuses. */
    private void loseTheDatabase() {
        mailkeep.jdbc().sql("""
                        create function refuse() returns trigger language plpgsql as
                        $$ begin raise exception '%s %%', new using errcode = '53100', detail = new::text; end $$
                        """.formatted(SAID_BY_POSTGRESQL)).update();
        for (String table : List.of("email_messages", "oauth_tokens")) {
            mailkeep.jdbc()
                    .sql("create trigger refuse before insert on " + table + " for each row execute function refuse()")
                    .update();
        }
        owner.deliver(Sentinels.mail(Instant.now()));
        problem(browser.finish(flow(browser, "connect", null, Sentinels.LEAVING)));
        eventually(() -> assertThat(log.lines("PostgreSQL can't be used")).isNotEmpty());
        mailkeep.jdbc().sql("drop function refuse cascade").update();
        settle();
    }

    private void askForTheImpossible() {
        String path = "/api/mailboxes/" + mailbox();
        problem(browser.get("/api/mailboxes/no-id"));
        problem(browser.get(path + "/messages?limit=" + SUBJECT));
        problem(browser.get(path + "/messages?cursor=" + SUBJECT));
        problem(browser.put(path + "/senders", Map.of("senders", List.of("not a sender"))));
        problem(browser.put(path + "/senders", Map.of("senders", SENDER)));
        problem(browser.patch(path, Map.of("syncInterval", SUBJECT)));
        problem(browser.send("POST", path + "/pause", null));
        problem(browser.get("/api/nothing/at-all"));
        browser.get(path + "/messages?q=" + SUBJECT).expect(200);
        browser.get(path + "/export").expect(200);
        mailkeep.google().faults().inject(quoting(500).on("list").times(-1));
        problem(browser.post(path + "/plan", Map.of("senders", List.of(SENDER, "another@corp.example"))));
        mailkeep.google().faults().clear();
    }

    private void loseTheGrant() {
        owner.revokeGrants();
        mailkeep.google()
                .faults()
                .inject(Fault.respond(
                                400,
                                "{\"error\":\"invalid_grant\",\"error_description\":\"" + SAID_BY_GOOGLE + " of "
                                        + OWNER + "\"}")
                        .on("token"));
        eventually(() -> assertThat(browser.status(mailbox())).isEqualTo("NEEDS_RECONNECT"));
        eventually(() -> assertThat(postOffice.getReceivedMessages()).isNotEmpty());
        mailkeep.google().faults().clear();
        problem(browser.finish(flow(browser, "reconnect", mailbox(), Sentinels.LEAVING)));
        connect("reconnect", mailbox(), OWNER);
        eventually(() -> assertThat(browser.status(mailbox())).isEqualTo("LIVE"));
    }

    private void leaveWhileGoogleIsAway() {
        String leaving = connect("connect", null, Sentinels.LEAVING);
        mailkeep.google().faults().inject(quoting(503).on("revoke").times(3));
        browser.delete("/api/mailboxes/" + leaving).expect(202);
        eventually(() -> {
            mailkeep.reconcile();
            assertThat(TableCounts.count(mailkeep.jdbc(), "pending_revocations"))
                    .isZero();
        });
        mailkeep.google().faults().clear();
    }

    private Map<String, String> flow(Browser browser, String purpose, @Nullable String mailbox, String account) {
        Map<String, String> callback = browser.authorize(purpose, mailbox, account, Decision.ALLOW);
        flows.add(String.valueOf(callback.get("code")));
        flows.add(String.valueOf(callback.get("state")));
        return callback;
    }

    private String connect(String purpose, @Nullable String mailbox, String account) {
        return browser.finish(flow(browser, purpose, mailbox, account))
                .expect(200)
                .json()
                .path("mailbox")
                .path("id")
                .asString();
    }
}

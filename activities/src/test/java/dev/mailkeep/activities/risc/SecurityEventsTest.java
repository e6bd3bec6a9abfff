package dev.mailkeep.activities.risc;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.risc.SecurityEvents.Effect;
import dev.mailkeep.activities.risc.SecurityEvents.Outcome;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.Progress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SecurityEventsTest {

    private final MailboxFixture mailkeep = MailboxFixture.kind();
    private final String sub = mailkeep.account.sub();
    private UUID bystander = new UUID(0, 0);

    @BeforeEach
    void connectLongAgo() {
        bystander = mailkeep.connect(mailkeep.google.addAccount("other@gmail.example", "Other"));
        grantedAgo("1 day");
    }

    @AfterEach
    void stop() {
        mailkeep.close();
    }

    private void grantedAgo(String interval) {
        mailkeep.jdbc
                .sql("update oauth_tokens set granted_at = now() - cast(:ago as interval)")
                .param("ago", interval)
                .update();
    }

    private Effect happens(SecurityEvent event) {
        return take(mailkeep.google.risc().token(event));
    }

    private Effect take(String token) {
        return mailkeep.bean(SecurityEvents.class)
                .take(mailkeep.bean(SecurityEventTokens.class).read(token));
    }

    private ConcernedMailbox owners() {
        return new ConcernedMailbox(mailkeep.mailboxId, mailkeep.userId);
    }

    /** Every row that an event could change, as text. */
    private Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        for (String table : List.of(
                "users", "mailboxes", "oauth_tokens", "pending_revocations", "notifications", "browser_sessions")) {
            rows.put(
                    table,
                    mailkeep.jdbc
                            .sql("select cast(t as text) from " + table + " t order by 1")
                            .query(String.class)
                            .list());
        }
        return rows;
    }

    private void signIn(Instant at) {
        mailkeep.jdbc
                .sql("""
                        insert into browser_sessions (id, secret_hash, user_id, binding, created_at)
                        values (:id, sha256(cast(cast(:id as text) as bytea)), :user, :id, :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("at", Timestamp.from(at))
                .param("user", mailkeep.userId)
                .update();
    }

    @Test
    void tokensRevokedEndsTheGrantOfThatAccountAndOfNoOther() {
        signIn(Instant.now());

        Effect effect = happens(SecurityEvent.tokensRevoked(sub));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));
        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        assertThat(mailkeep.value("cause")).isEqualTo("REVOKED");
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId + "'"))
                .isZero();
        assertThat(mailkeep.count("browser_sessions")).isZero();
        assertThat(mailkeep.count("mailboxes where condition = 'OK' and generation = 1 and id = '" + bystander + "'"))
                .isEqualTo(1);
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + bystander + "'"))
                .isEqualTo(1);
    }

    @Test
    void gmailIsAskedNothingMoreOnceAnEventIsTaken() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        happens(SecurityEvent.sessionsRevoked(sub));
        mailkeep.google.calls().reset();

        assertThat(mailkeep.check().outcome()).isEqualTo(Progress.Outcome.STOPPED);

        assertThat(mailkeep.google.calls().calls()).isEmpty();
    }

    @Test
    void theSameTokenCountsOnce() {
        String token = mailkeep.google.risc().token(SecurityEvent.tokensRevoked(sub));
        take(token);
        mailkeep.reconnect();
        grantedAgo("1 day");
        var before = rows();

        assertThat(take(token)).isEqualTo(new Effect(Outcome.REPLAYED, List.of()));

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void theSameTokenAtTheSameTimeCountsOnce() {
        happens(SecurityEvent.verification("whose keys are known from now on"));
        String token = mailkeep.google.risc().token(SecurityEvent.tokensRevoked(sub));

        List<Outcome> outcomes =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> take(token))).limit(4).toList().stream()
                        .map(CompletableFuture::join)
                        .map(Effect::outcome)
                        .toList();

        assertThat(outcomes).containsOnlyOnce(Outcome.ACCEPTED).contains(Outcome.REPLAYED);
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("audit_log where event = 'grant-revoked'")).isEqualTo(1);
    }

    @Test
    void idsOfTokensAreForgottenWhenNoTokenSoOldWouldBeTaken() {
        happens(SecurityEvent.verification("one"));
        mailkeep.jdbc
                .sql("update security_events set taken_at = now() - interval '14 days 1 hour'")
                .update();
        happens(SecurityEvent.verification("two"));
        assertThat(mailkeep.count("security_events")).isEqualTo(2);

        mailkeep.jdbc
                .sql("update security_events set taken_at = now() - interval '15 days 1 hour'")
                .update();
        happens(SecurityEvent.verification("three"));

        assertThat(mailkeep.count("security_events")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1 second", "4 minutes", "-1 minute"})
    void aGrantOfAboutThenOrSinceIsCheckedAndNotEnded(String ago) {
        grantedAgo(ago);
        var before = rows();

        Effect effect = happens(SecurityEvent.tokensRevoked(sub));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void anOldEventDoesNotEndTheGrantOfWhoHasReconnectedSince() {
        String late = mailkeep.google
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(2)), SecurityEvent.tokensRevoked(sub));
        String lateToo = mailkeep.google
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(2)), SecurityEvent.sessionsRevoked(sub));
        mailkeep.reconnect();
        signIn(Instant.now());
        var before = rows();

        assertThat(take(late).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(take(lateToo).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void tokenRevokedEndsTheGrantOfThatTokenOnly(TokenIdentifier by) {
        String token = mailkeep.account.newestRefreshToken();

        Effect effect = happens(SecurityEvent.tokenRevoked(token, by));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));
        assertThat(mailkeep.value("cause")).isEqualTo("REVOKED");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId + "'"))
                .isZero();
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + bystander + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tokenRevokedOfAnOlderGrantChangesNothing(TokenIdentifier by) {
        String old = mailkeep.account.newestRefreshToken();
        mailkeep.reconnect();
        var before = rows();

        assertThat(happens(SecurityEvent.tokenRevoked(old, by))).isEqualTo(new Effect(Outcome.NOBODY, List.of()));

        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void tokenRevokedIsCheckedWhereATokenCanNotBeTold(TokenIdentifier by) {
        String token = mailkeep.account.newestRefreshToken();
        mailkeep.jdbc
                .sql("update oauth_tokens set token_hash = null, prefix_hash = null where mailbox_id = :id")
                .param("id", mailkeep.mailboxId)
                .update();
        var before = rows();

        assertThat(happens(SecurityEvent.tokenRevoked(token, by)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void tokenRevokedIsCheckedWhereTwoTokensBeginAlike() {
        String token = mailkeep.account.newestRefreshToken();
        mailkeep.jdbc.sql("""
                        update oauth_tokens set prefix_hash =
                            (select prefix_hash from oauth_tokens where mailbox_id = :id)
                        """).param("id", mailkeep.mailboxId).update();
        var before = rows();

        Effect effect = happens(SecurityEvent.tokenRevoked(token, TokenIdentifier.PREFIX));

        assertThat(effect.mailboxes()).hasSize(2);
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"hijacking, ACCOUNT_HIJACKED", "bulk-account, ACCOUNT_DISABLED", "none, ACCOUNT_DISABLED"})
    void aDisabledAccountIsHeldWithItsOwnCauseAndItsSessionsEnd(String reason, String cause) {
        signIn(Instant.now());
        SecurityEvent disabled = SecurityEvent.accountDisabled(sub);

        happens(reason.equals("none") ? disabled : disabled.withReason(reason));

        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        assertThat(mailkeep.value("cause")).isEqualTo(cause);
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("browser_sessions")).isZero();
    }

    @Test
    void revokedSessionsEndOursAndTheGrantCanStillBeGivenBack() {
        signIn(Instant.now());

        happens(SecurityEvent.sessionsRevoked(sub));

        assertThat(mailkeep.value("cause")).isEqualTo("SESSIONS_REVOKED");
        assertThat(mailkeep.count("browser_sessions")).isZero();
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId + "'"))
                .isEqualTo(1);
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.tokens.revokeGrant(mailkeep.mailboxId);
        assertThat(mailkeep.account.refreshTokens()).isZero();
    }

    @Test
    void aSessionOfWhoHasSignedInSinceGoesOn() {
        signIn(Instant.now());
        String late = mailkeep.google
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(1)), SecurityEvent.sessionsRevoked(sub));

        take(late);

        assertThat(mailkeep.count("browser_sessions")).isEqualTo(1);
        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
    }

    @Test
    void twoEventsAreOneIncidentAndTheSecondStillDestroysTheToken() {
        happens(SecurityEvent.sessionsRevoked(sub));
        happens(SecurityEvent.tokensRevoked(sub));

        assertThat(mailkeep.value("cause")).isEqualTo("SESSIONS_REVOKED");
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId + "'"))
                .isZero();
        mailkeep.notifications.notifyOwner(mailkeep.mailboxId);
        mailkeep.notifications.notifyOwner(mailkeep.mailboxId);
        assertThat(mailkeep.count("notifications")).isEqualTo(1);
    }

    @Test
    void hintsHaveTheGrantCheckedAndChangeNothing() {
        signIn(Instant.now());
        var before = rows();

        assertThat(happens(SecurityEvent.credentialChangeRequired(sub)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));
        assertThat(happens(SecurityEvent.accountEnabled(sub)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(owners())));

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aStrangersEventsAndUnknownOnesChangeNothing() {
        SimulatedAccount stranger = mailkeep.google.addAccount("stranger@gmail.example", "Stranger");
        signIn(Instant.now());
        var before = rows();

        assertThat(happens(SecurityEvent.tokensRevoked(stranger.sub())).outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(happens(SecurityEvent.accountDisabled(stranger.sub())).outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(happens(SecurityEvent.tokensRevoked(sub).withSubjectIssuer("https://accounts.other.example/"))
                        .outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(happens(SecurityEvent.tokenRevoked("1//0-never-given-to-anybody", TokenIdentifier.PREFIX))
                        .outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(happens(SecurityEvent.about("https://schemas.example/event-type/new", sub))
                        .outcome())
                .isEqualTo(Outcome.IGNORED);
        assertThat(happens(SecurityEvent.verification("state")).outcome()).isEqualTo(Outcome.VERIFICATION);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aMailboxThatIsBeingDisconnectedIsLeftAlone() {
        mailkeep.command(Kind.DISCONNECT);
        var before = rows();

        assertThat(happens(SecurityEvent.tokensRevoked(sub)).mailboxes()).isEmpty();

        assertThat(rows()).isEqualTo(before);
    }
}

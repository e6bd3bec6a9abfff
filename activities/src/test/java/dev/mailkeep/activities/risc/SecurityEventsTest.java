package dev.mailkeep.activities.risc;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.risc.SecurityEvents.Effect;
import dev.mailkeep.activities.risc.SecurityEvents.Outcome;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event changes, and that it does so once. */
class SecurityEventsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final SecurityEventScene scene = new SecurityEventScene(mailkeep);

    @Test
    void tokensRevokedEndsTheGrantOfThatAccountAndOfNoOther() {
        scene.signIn(Instant.now());

        Effect effect = scene.happens(SecurityEvent.tokensRevoked(scene.sub));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));
        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        assertThat(mailkeep.value("cause")).isEqualTo("REVOKED");
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId() + "'"))
                .isZero();
        assertThat(mailkeep.count("browser_sessions")).isZero();
        assertThat(mailkeep.count(
                        "mailboxes where condition = 'OK' and generation = 1 and id = '" + scene.bystander + "'"))
                .isEqualTo(1);
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + scene.bystander + "'"))
                .isEqualTo(1);
    }

    @Test
    void noCallGoesToGmailOnceAnEventIsTaken() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        scene.happens(SecurityEvent.sessionsRevoked(scene.sub));
        mailkeep.google().calls().reset();

        assertThat(mailkeep.check().outcome()).isEqualTo(Progress.Outcome.STOPPED);

        assertThat(mailkeep.google().calls().calls()).isEmpty();
    }

    @Test
    void theSameTokenCountsOnce() {
        String token = mailkeep.google().risc().token(SecurityEvent.tokensRevoked(scene.sub));
        scene.take(token);
        mailkeep.reconnect();
        scene.grantedAgo("1 day");
        var before = scene.rows();

        assertThat(scene.take(token)).isEqualTo(new Effect(Outcome.REPLAYED, List.of()));

        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void theSameTokenAtTheSameTimeCountsOnce() {
        scene.happens(SecurityEvent.verification("whose keys are known from now on"));
        String token = mailkeep.google().risc().token(SecurityEvent.tokensRevoked(scene.sub));

        List<Outcome> outcomes =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> scene.take(token))).limit(4).toList().stream()
                        .map(CompletableFuture::join)
                        .map(Effect::outcome)
                        .toList();

        assertThat(outcomes).containsOnlyOnce(Outcome.ACCEPTED).contains(Outcome.REPLAYED);
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("audit_log where event = 'grant-revoked'")).isEqualTo(1);
    }

    @Test
    void idsOfTokensAreForgottenOnceTheirTokensAreTooOldToBeAccepted() {
        scene.happens(SecurityEvent.verification("one"));
        mailkeep.jdbc()
                .sql("update security_events set taken_at = now() - interval '14 days 1 hour'")
                .update();
        scene.happens(SecurityEvent.verification("two"));
        assertThat(mailkeep.count("security_events")).isEqualTo(2);

        mailkeep.jdbc()
                .sql("update security_events set taken_at = now() - interval '15 days 1 hour'")
                .update();
        scene.happens(SecurityEvent.verification("three"));

        assertThat(mailkeep.count("security_events")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1 second", "4 minutes", "-1 minute"})
    void aGrantGivenAboutThenOrLaterIsCheckedAndNotEnded(String ago) {
        scene.grantedAgo(ago);
        var before = scene.rows();

        Effect effect = scene.happens(SecurityEvent.tokensRevoked(scene.sub));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));
        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void anEventOlderThanTheReconnectEndsNoGrant() {
        String late = mailkeep.google()
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(2)), SecurityEvent.tokensRevoked(scene.sub));
        String lateToo = mailkeep.google()
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(2)), SecurityEvent.sessionsRevoked(scene.sub));
        mailkeep.reconnect();
        scene.signIn(Instant.now());
        var before = scene.rows();

        assertThat(scene.take(late).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(scene.take(lateToo).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void hintsHaveTheGrantCheckedAndChangeNothing() {
        scene.signIn(Instant.now());
        var before = scene.rows();

        assertThat(scene.happens(SecurityEvent.credentialChangeRequired(scene.sub)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));
        assertThat(scene.happens(SecurityEvent.accountEnabled(scene.sub)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));

        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void aStrangersEventsAndUnknownOnesChangeNothing() {
        SimulatedAccount stranger = mailkeep.google().addAccount("stranger@gmail.example", "Stranger");
        scene.signIn(Instant.now());
        var before = scene.rows();

        assertThat(scene.happens(SecurityEvent.tokensRevoked(stranger.sub())).outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(scene.happens(SecurityEvent.accountDisabled(stranger.sub())).outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(scene.happens(SecurityEvent.tokensRevoked(scene.sub)
                                .withSubjectIssuer("https://accounts.other.example/"))
                        .outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(scene.happens(SecurityEvent.tokenRevoked("1//0-never-given-to-anybody", TokenIdentifier.PREFIX))
                        .outcome())
                .isEqualTo(Outcome.NOBODY);
        assertThat(scene.happens(SecurityEvent.about("https://schemas.example/event-type/new", scene.sub))
                        .outcome())
                .isEqualTo(Outcome.IGNORED);
        assertThat(scene.happens(SecurityEvent.verification("state")).outcome()).isEqualTo(Outcome.VERIFICATION);

        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void anEventDoesNotChangeAMailboxThatIsBeingDisconnected() {
        mailkeep.command(Kind.DISCONNECT);
        var before = scene.rows();

        assertThat(scene.happens(SecurityEvent.tokensRevoked(scene.sub)).mailboxes())
                .isEmpty();

        assertThat(scene.rows()).isEqualTo(before);
    }
}

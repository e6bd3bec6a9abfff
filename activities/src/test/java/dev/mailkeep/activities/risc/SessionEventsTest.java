package dev.mailkeep.activities.risc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events after which the sessions of Mailkeep end too. */
class SessionEventsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final SecurityEventScene scene = new SecurityEventScene(mailkeep);

    @ParameterizedTest
    @CsvSource({"hijacking, ACCOUNT_HIJACKED", "bulk-account, ACCOUNT_DISABLED", "none, ACCOUNT_DISABLED"})
    void aDisabledAccountNeedsReconnectWithItsOwnCauseAndItsSessionsEnd(String reason, String cause) {
        scene.signIn(Instant.now());
        SecurityEvent disabled = SecurityEvent.accountDisabled(scene.sub);

        scene.happens(reason.equals("none") ? disabled : disabled.withReason(reason));

        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        assertThat(mailkeep.value("cause")).isEqualTo(cause);
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("browser_sessions")).isZero();
    }

    @Test
    void revokedSessionsEndOursAndTheGrantCanStillBeRevoked() {
        scene.signIn(Instant.now());

        scene.happens(SecurityEvent.sessionsRevoked(scene.sub));

        assertThat(mailkeep.value("cause")).isEqualTo("SESSIONS_REVOKED");
        assertThat(mailkeep.count("browser_sessions")).isZero();
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId() + "'"))
                .isEqualTo(1);
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());
        assertThat(mailkeep.account().refreshTokens()).isZero();
    }

    @Test
    void aSessionThatBeganAfterTheEventContinues() {
        scene.signIn(Instant.now());
        String late = mailkeep.google()
                .risc()
                .tokenIssuedAt(Instant.now().minus(Duration.ofHours(1)), SecurityEvent.sessionsRevoked(scene.sub));

        scene.take(late);

        assertThat(mailkeep.count("browser_sessions")).isEqualTo(1);
        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
    }

    @Test
    void twoEventsAreOneIncidentAndTheSecondStillDestroysTheToken() {
        scene.happens(SecurityEvent.sessionsRevoked(scene.sub));
        scene.happens(SecurityEvent.tokensRevoked(scene.sub));

        assertThat(mailkeep.value("cause")).isEqualTo("SESSIONS_REVOKED");
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId() + "'"))
                .isZero();
        mailkeep.notifications().notifyOwner(mailkeep.mailboxId());
        mailkeep.notifications().notifyOwner(mailkeep.mailboxId());
        assertThat(mailkeep.count("notifications")).isEqualTo(1);
    }
}

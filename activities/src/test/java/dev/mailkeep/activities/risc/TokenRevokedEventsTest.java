package dev.mailkeep.activities.risc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.risc.SecurityEvents.Effect;
import dev.mailkeep.activities.risc.SecurityEvents.Outcome;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that name one refresh token, by its hash or by how it begins. */
class TokenRevokedEventsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final SecurityEventScene scene = new SecurityEventScene(mailkeep);

    @ParameterizedTest
    @EnumSource
    void tokenRevokedEndsTheGrantOfThatTokenOnly(TokenIdentifier by) {
        String token = mailkeep.account().newestRefreshToken();

        Effect effect = scene.happens(SecurityEvent.tokenRevoked(token, by));

        assertThat(effect).isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));
        assertThat(mailkeep.value("cause")).isEqualTo("REVOKED");
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + mailkeep.mailboxId() + "'"))
                .isZero();
        assertThat(mailkeep.count("oauth_tokens where mailbox_id = '" + scene.bystander + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tokenRevokedOfAnOlderGrantChangesNothing(TokenIdentifier by) {
        String old = mailkeep.account().newestRefreshToken();
        mailkeep.reconnect();
        var before = scene.rows();

        assertThat(scene.happens(SecurityEvent.tokenRevoked(old, by))).isEqualTo(new Effect(Outcome.NOBODY, List.of()));

        assertThat(scene.rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void tokenRevokedHasTheGrantCheckedWhereNoHashOfTheTokenIsStored(TokenIdentifier by) {
        String token = mailkeep.account().newestRefreshToken();
        mailkeep.jdbc()
                .sql("update oauth_tokens set token_hash = null, prefix_hash = null where mailbox_id = :id")
                .param("id", mailkeep.mailboxId())
                .update();
        var before = scene.rows();

        assertThat(scene.happens(SecurityEvent.tokenRevoked(token, by)))
                .isEqualTo(new Effect(Outcome.ACCEPTED, List.of(scene.owners())));

        assertThat(scene.rows()).isEqualTo(before);
    }

    @Test
    void tokenRevokedHasTheGrantsCheckedWhereTwoTokensBeginAlike() {
        String token = mailkeep.account().newestRefreshToken();
        mailkeep.jdbc().sql("""
                        update oauth_tokens set prefix_hash =
                            (select prefix_hash from oauth_tokens where mailbox_id = :id)
                        """).param("id", mailkeep.mailboxId()).update();
        var before = scene.rows();

        Effect effect = scene.happens(SecurityEvent.tokenRevoked(token, TokenIdentifier.PREFIX));

        assertThat(effect.mailboxes()).hasSize(2);
        assertThat(scene.rows()).isEqualTo(before);
    }
}

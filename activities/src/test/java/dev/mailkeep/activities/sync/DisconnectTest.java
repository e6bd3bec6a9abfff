package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DisconnectTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void movesTheTokenToThePendingRevocationsAndRaisesTheGenerationAtOnce() {
        mailkeep.command(Kind.DISCONNECT);

        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("oauth_tokens")).isZero();
        assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
    }

    @Test
    void revokesTheGrantDeletesTheMailAndFillsTheReceipt() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.command(Kind.DISCONNECT);

        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());
        mailkeep.row().deleteMailbox(mailkeep.mailboxId());
        mailkeep.row().deleteMailbox(mailkeep.mailboxId());

        assertThat(mailkeep.account().refreshTokens()).isZero();
        assertThat(mailkeep.receipt())
                .containsEntry("messages_deleted", 2)
                .containsEntry("grant_kept", false)
                .doesNotContainEntry("revoked_at_google", null)
                .doesNotContainEntry("deleted_at", null);
        for (String table : new String[] {"mailboxes", "email_messages", "watched_senders", "pending_revocations"}) {
            assertThat(mailkeep.count(table)).as(table).isZero();
        }
        assertThat(mailkeep.count("audit_log where event = 'mailbox-deleted'")).isEqualTo(1);
    }

    @Test
    void aGrantCanBeRevokedAfterItsMailboxIsGone() {
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.row().deleteMailbox(mailkeep.mailboxId());

        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.account().refreshTokens()).isZero();
        assertThat(mailkeep.receipt()).doesNotContainEntry("revoked_at_google", null);
    }

    @Test
    void theOwnerOfADamagedTokenCanDisconnectAndDelaysNoOther() {
        mailkeep.jdbc().sql("update oauth_tokens set refresh_token = '\\xdead'").update();
        mailkeep.jdbc().sql("""
                        insert into pending_revocations (id, mailbox_id, issuer, google_sub, refresh_token)
                        select id, id, issuer, google_sub, '\\xdead' from mailboxes
                        """).update();
        UUID well = mailkeep.connect(mailkeep.google().addAccount("well@gmail.example", "Well"));
        mailkeep.command(Kind.DISCONNECT);
        assertThat(mailkeep.bean(Commands.class).write(mailkeep.userId(), well, Kind.DISCONNECT, null))
                .isPresent();

        mailkeep.bean(Revocations.class).revokePending(null);

        assertThat(mailkeep.count("oauth_tokens")).isZero();
        assertThat(mailkeep.count("pending_revocations where mailbox_id = '" + well + "'"))
                .isZero();
        assertThat(mailkeep.count("receipts where revoked_at_google is not null"))
                .isEqualTo(1);
    }

    @Test
    void whereTheTokenIsDamagedTheReceiptSaysAtOnceThatNothingCanBeRevoked() {
        mailkeep.jdbc().sql("update oauth_tokens set refresh_token = '\\xdead'").update();

        mailkeep.command(Kind.DISCONNECT);

        assertThat(mailkeep.receipt())
                .containsEntry("by_hand", "NOT_POSSIBLE")
                .containsEntry("revoked_at_google", null);
    }

    @Test
    void aGrantThatWasFoundRevokedIsNotedAsRevokedAtOnce() {
        mailkeep.watch(BOSS);
        mailkeep.account().revokeGrants();
        Failures.of(mailkeep::check);

        mailkeep.command(Kind.DISCONNECT);

        assertThat(mailkeep.receipt()).containsEntry("by_hand", null).doesNotContainEntry("revoked_at_google", null);
    }

    @Test
    void aGrantThatLivesOnWithoutGmailCanNotBeRevokedAndTheReceiptSaysSoAtOnce() {
        mailkeep.watch(BOSS);
        mailkeep.jdbc().sql("delete from oauth_tokens").update();
        mailkeep.jdbc()
                .sql("update mailboxes set condition = 'NEEDS_RECONNECT', cause = 'SCOPE_MISSING'")
                .update();

        mailkeep.command(Kind.DISCONNECT);

        assertThat(mailkeep.receipt()).containsEntry("by_hand", "NOT_POSSIBLE");
    }

    @Test
    void aMailboxThatIsNotDisconnectedIsNotDeleted() {
        mailkeep.row().deleteMailbox(mailkeep.mailboxId());

        assertThat(mailkeep.count("mailboxes")).isEqualTo(1);
    }
}

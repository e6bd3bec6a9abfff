package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DisconnectTest {

    @Test
    void movesTheTokenAsideAndRaisesTheGenerationAtOnce() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);

            assertThat(mailkeep.value("generation")).isEqualTo("2");
            assertThat(mailkeep.count("oauth_tokens")).isZero();
            assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
        }
    }

    @Test
    void revokesTheGrantDeletesTheMailAndFillsTheReceipt() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);
            mailkeep.stored(BOSS);
            mailkeep.command(Kind.DISCONNECT);

            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);
            mailkeep.row.deleteMailbox(mailkeep.mailboxId);
            mailkeep.row.deleteMailbox(mailkeep.mailboxId);

            assertThat(mailkeep.account.refreshTokens()).isZero();
            assertThat(receipt(mailkeep))
                    .containsEntry("messages_deleted", 2)
                    .containsEntry("grant_kept", false)
                    .doesNotContainEntry("revoked_at_google", null)
                    .doesNotContainEntry("deleted_at", null);
            for (String table :
                    new String[] {"mailboxes", "email_messages", "watched_senders", "pending_revocations"}) {
                assertThat(mailkeep.count(table)).as(table).isZero();
            }
            assertThat(mailkeep.count("audit_log where event = 'mailbox-deleted'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aGrantCanBeRevokedAfterItsMailboxIsGone() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.row.deleteMailbox(mailkeep.mailboxId);

            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(mailkeep.account.refreshTokens()).isZero();
            assertThat(receipt(mailkeep)).doesNotContainEntry("revoked_at_google", null);
        }
    }

    @Test
    void whoseTokenIsDamagedCanLeaveAndHoldsUpNobodyElses() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.jdbc
                    .sql("update oauth_tokens set refresh_token = '\\xdead'")
                    .update();
            mailkeep.jdbc.sql("""
                            insert into pending_revocations (id, mailbox_id, issuer, google_sub, refresh_token)
                            select id, id, issuer, google_sub, '\\xdead' from mailboxes
                            """).update();
            UUID well = mailkeep.connect(mailkeep.google.addAccount("well@gmail.example", "Well"));
            mailkeep.command(Kind.DISCONNECT);
            assertThat(mailkeep.bean(Commands.class).write(mailkeep.userId, well, Kind.DISCONNECT, null))
                    .isPresent();

            mailkeep.bean(Revocations.class).revokePending(null);

            assertThat(mailkeep.count("oauth_tokens")).isZero();
            assertThat(mailkeep.count("pending_revocations where mailbox_id = '" + well + "'"))
                    .isZero();
            assertThat(mailkeep.count("receipts where revoked_at_google is not null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aGrantIsKeptWhileAnotherLiveMailboxHasTheSameAccount() {
        try (var mailkeep = MailboxFixture.kind()) {
            UUID stranger = UUID.randomUUID();
            mailkeep.jdbc.sql("""
                            insert into users (id, issuer, google_sub, email) values (:id, 'other', 'x', 'x@x.example')
                            """).param("id", stranger).update();
            mailkeep.jdbc
                    .sql("""
                            insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                            values (:id, :user, :issuer, :sub, 'ada@gmail.example', 300)
                            """)
                    .param("id", UUID.randomUUID())
                    .param("user", stranger)
                    .param("issuer", mailkeep.google.issuer())
                    .param("sub", mailkeep.account.sub())
                    .update();
            mailkeep.command(Kind.DISCONNECT);

            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(mailkeep.account.refreshTokens()).isEqualTo(1);
            assertThat(receipt(mailkeep)).containsEntry("grant_kept", true).containsEntry("revoked_at_google", null);
            assertThat(mailkeep.count("pending_revocations")).isZero();
        }
    }

    @Test
    void aRevocationThatFailsIsKeptForLater() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.google.faults().inject(Fault.backendError(503).on("revoke"));

            assertThat(Failures.of(() -> mailkeep.tokens.revokeGrant(mailkeep.mailboxId))
                            .getType())
                    .isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
            assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(mailkeep.account.refreshTokens()).isZero();
            assertThat(mailkeep.google.calls().count("revoke")).isEqualTo(2);
        }
    }

    @Test
    void aGrantThatIsDeadAlreadyCountsAsRevoked() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.account.revokeGrants();

            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(receipt(mailkeep)).doesNotContainEntry("revoked_at_google", null);
        }
    }

    @Test
    void whileGoogleCanNotBeAskedTheReceiptSaysToRemoveTheAccessByHand() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);
            assertThat(receipt(mailkeep)).containsEntry("by_hand", null);
            mailkeep.google.faults().inject(Fault.backendError(503).on("revoke"));

            Failures.of(() -> mailkeep.tokens.revokeGrant(mailkeep.mailboxId));
            assertThat(receipt(mailkeep)).containsEntry("by_hand", "WHILE_RETRYING");
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(receipt(mailkeep)).containsEntry("by_hand", null).doesNotContainEntry("revoked_at_google", null);
        }
    }

    @Test
    void oneRevocationThatFailsHoldsUpNoOther() {
        try (var mailkeep = MailboxFixture.kind()) {
            UUID well = mailkeep.connect(mailkeep.google.addAccount("well@gmail.example", "Well"));
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.bean(Commands.class).write(mailkeep.userId, well, Kind.DISCONNECT, null);
            mailkeep.google.faults().inject(Fault.backendError(503).on("revoke"));

            assertThatThrownBy(() -> mailkeep.bean(Revocations.class).revokePending(null))
                    .isInstanceOf(GoogleFailure.class);

            assertThat(mailkeep.count("receipts where revoked_at_google is not null"))
                    .isEqualTo(1);
            assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
        }
    }

    @Test
    void aGrantThatCouldNotBeRevokedForSevenDaysIsDroppedAndTheReceiptSaysSo() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.google.faults().inject(Fault.backendError(503).on("revoke").times(-1));
            age(mailkeep, "6 days 23 hours");
            Failures.of(() -> mailkeep.tokens.revokeGrant(mailkeep.mailboxId));
            assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);

            age(mailkeep, "7 days 1 minute");
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(mailkeep.count("pending_revocations")).isZero();
            assertThat(receipt(mailkeep))
                    .containsEntry("by_hand", "NOT_POSSIBLE")
                    .containsEntry("revoked_at_google", null);
        }
    }

    @Test
    void aGrantThatWaitsToBeRevokedIsDroppedWhenItsAccountConnectsAgain() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.DISCONNECT);

            mailkeep.bean(PendingRevocations.class).cancel(mailkeep.google.issuer(), "somebody-else");
            assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
            mailkeep.bean(PendingRevocations.class).cancel(mailkeep.google.issuer(), mailkeep.account.sub());
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(mailkeep.account.refreshTokens()).isEqualTo(1);
            assertThat(receipt(mailkeep)).containsEntry("grant_kept", true).containsEntry("revoked_at_google", null);
        }
    }

    @Test
    void whereNothingCanBeRevokedTheReceiptSaysWhyAtOnce() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.jdbc
                    .sql("update oauth_tokens set refresh_token = '\\xdead'")
                    .update();
            mailkeep.command(Kind.DISCONNECT);
            assertThat(receipt(mailkeep))
                    .containsEntry("by_hand", "NOT_POSSIBLE")
                    .containsEntry("revoked_at_google", null);
        }
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.account.revokeGrants();
            Failures.of(mailkeep::check);
            mailkeep.command(Kind.DISCONNECT);
            assertThat(receipt(mailkeep)).containsEntry("by_hand", null).doesNotContainEntry("revoked_at_google", null);
        }
        try (var mailkeep = MailboxFixture.kind()) {
            // The grant lives on at Google, only without Gmail.
            mailkeep.watch(BOSS);
            mailkeep.jdbc.sql("delete from oauth_tokens").update();
            mailkeep.jdbc
                    .sql("update mailboxes set condition = 'NEEDS_RECONNECT', cause = 'SCOPE_MISSING'")
                    .update();
            mailkeep.command(Kind.DISCONNECT);
            assertThat(receipt(mailkeep)).containsEntry("by_hand", "NOT_POSSIBLE");
        }
    }

    private static void age(MailboxFixture mailkeep, String by) {
        mailkeep.jdbc
                .sql("update pending_revocations set created_at = now() - cast(:by as interval)")
                .param("by", by)
                .update();
    }

    @Test
    void aMailboxThatIsNotDisconnectedIsNotDeleted() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.row.deleteMailbox(mailkeep.mailboxId);

            assertThat(mailkeep.count("mailboxes")).isEqualTo(1);
        }
    }

    private static Map<String, Object> receipt(MailboxFixture mailkeep) {
        return mailkeep.jdbc.sql("select * from receipts").query().singleRow();
    }
}

package dev.mailkeep.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Grants that are given back to Google, and what the receipt says of them. */
class RevocationsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aGrantIsKeptWhileAnotherLiveMailboxHasTheSameAccount() {
        UUID stranger = UUID.randomUUID();
        mailkeep.jdbc().sql("""
                        insert into users (id, issuer, google_sub, email) values (:id, 'other', 'x', 'x@x.example')
                        """).param("id", stranger).update();
        mailkeep.jdbc()
                .sql("""
                        insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                        values (:id, :user, :issuer, :sub, 'ada@gmail.example', 300)
                        """)
                .param("id", UUID.randomUUID())
                .param("user", stranger)
                .param("issuer", mailkeep.google().issuer())
                .param("sub", mailkeep.account().sub())
                .update();
        mailkeep.command(Kind.DISCONNECT);

        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.account().refreshTokens()).isEqualTo(1);
        assertThat(mailkeep.receipt()).containsEntry("grant_kept", true).containsEntry("revoked_at_google", null);
        assertThat(mailkeep.count("pending_revocations")).isZero();
    }

    @Test
    void aFailedRevocationIsKeptForLater() {
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke"));

        assertThat(Failures.of(() -> mailkeep.tokens().revokeGrant(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
        assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.account().refreshTokens()).isZero();
        assertThat(mailkeep.google().calls().count("revoke")).isEqualTo(2);
    }

    @Test
    void aGrantThatIsRevokedAlreadyCountsAsRevoked() {
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.account().revokeGrants();

        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.receipt()).doesNotContainEntry("revoked_at_google", null);
    }

    @Test
    void whileGoogleIsAwayTheReceiptSaysToRemoveTheAccessByHand() {
        mailkeep.command(Kind.DISCONNECT);
        assertThat(mailkeep.receipt()).containsEntry("by_hand", null);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke"));

        Failures.of(() -> mailkeep.tokens().revokeGrant(mailkeep.mailboxId()));
        assertThat(mailkeep.receipt()).containsEntry("by_hand", "WHILE_RETRYING");
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.receipt()).containsEntry("by_hand", null).doesNotContainEntry("revoked_at_google", null);
    }

    @Test
    void aRevocationThatFailsDelaysNoOther() {
        UUID well = mailkeep.connect(mailkeep.google().addAccount("well@gmail.example", "Well"));
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.bean(Commands.class).write(mailkeep.userId(), well, Kind.DISCONNECT, null);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke"));

        assertThatThrownBy(() -> mailkeep.bean(Revocations.class).revokePending(null))
                .isInstanceOf(GoogleFailure.class);

        assertThat(mailkeep.count("receipts where revoked_at_google is not null"))
                .isEqualTo(1);
        assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
    }

    @Test
    void aGrantThatCouldNotBeRevokedForSevenDaysIsDroppedAndTheReceiptSaysSo() {
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.google().faults().inject(Fault.backendError(503).on("revoke").times(-1));
        age("6 days 23 hours");
        Failures.of(() -> mailkeep.tokens().revokeGrant(mailkeep.mailboxId()));
        assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);

        age("7 days 1 minute");
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.count("pending_revocations")).isZero();
        assertThat(mailkeep.receipt())
                .containsEntry("by_hand", "NOT_POSSIBLE")
                .containsEntry("revoked_at_google", null);
    }

    @Test
    void aPendingRevocationIsDroppedWhenItsAccountConnectsAgain() {
        mailkeep.command(Kind.DISCONNECT);

        mailkeep.bean(PendingRevocations.class).cancel(mailkeep.google().issuer(), "another-account");
        assertThat(mailkeep.count("pending_revocations")).isEqualTo(1);
        mailkeep.bean(PendingRevocations.class)
                .cancel(mailkeep.google().issuer(), mailkeep.account().sub());
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(mailkeep.account().refreshTokens()).isEqualTo(1);
        assertThat(mailkeep.receipt()).containsEntry("grant_kept", true).containsEntry("revoked_at_google", null);
    }

    private void age(String by) {
        mailkeep.jdbc()
                .sql("update pending_revocations set created_at = now() - cast(:by as interval)")
                .param("by", by)
                .update();
    }
}

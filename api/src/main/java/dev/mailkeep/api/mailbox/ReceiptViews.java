package dev.mailkeep.api.mailbox;

import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.disconnect.Receipts.ByHand;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the receipts of disconnects, which are filled in as the disconnect goes on. */
@Component
class ReceiptViews {

    private final Receipts receipts;
    private final PeoplesReads reads;
    private final MailboxWorkflows workflows;

    ReceiptViews(Receipts receipts, PeoplesReads reads, MailboxWorkflows workflows) {
        this.receipts = receipts;
        this.reads = reads;
        this.workflows = workflows;
    }

    /**
     * A receipt.
     *
     * @param revokedAtGoogle absent until Google has confirmed
     * @param grantKept true when another mailbox of the same account still uses the grant, so that it was not revoked
     * @param byHand present when the person should remove the access at Google by hand: because Google has not answered
     *     so far, or because Mailkeep has nothing left to revoke it with
     * @param messagesDeleted absent until the messages are deleted
     * @param workflowEnded absent until the workflow has ended
     */
    record Receipt(
            UUID id,
            Instant requestedAt,
            @Nullable Instant revokedAtGoogle,
            @Nullable Boolean grantKept,
            @Nullable ByHand byHand,
            @Nullable Integer messagesDeleted,
            @Nullable Instant deletedAt,
            @Nullable Instant workflowEnded) {}

    /** The last receipt of a mailbox. */
    Optional<UUID> ofMailbox(UUID userId, UUID mailboxId) {
        return reads.jdbc()
                .sql("""
                        select id from receipts where user_id = :user and mailbox_id = :mailbox
                        order by requested_at desc limit 1
                        """)
                .param("user", userId)
                .param("mailbox", mailboxId)
                .query(UUID.class)
                .optional();
    }

    Optional<Receipt> find(UUID userId, UUID id) {
        noteEndOfWorkflow(userId, id);
        return reads.jdbc()
                .sql("select * from receipts where id = :id and user_id = :user")
                .param("id", id)
                .param("user", userId)
                .query(ReceiptViews::receipt)
                .optional();
    }

    /** A workflow can't record its own end, so reading the receipt asks Temporal whether it has ended. */
    private void noteEndOfWorkflow(UUID userId, UUID id) {
        reads.jdbc()
                .sql("""
                        select mailbox_id from receipts
                        where id = :id and user_id = :user and deleted_at is not null and workflow_ended is null
                        """)
                .param("id", id)
                .param("user", userId)
                .query(UUID.class)
                .optional()
                .filter(workflows::hasEnded)
                .ifPresent(mailbox -> receipts.workflowEnded(id));
    }

    private static Receipt receipt(ResultSet row, int number) throws SQLException {
        return new Receipt(
                row.getObject("id", UUID.class),
                row.getTimestamp("requested_at").toInstant(),
                Instants.of(row, "revoked_at_google"),
                row.getObject("grant_kept", Boolean.class),
                row.getString("by_hand") == null ? null : ByHand.valueOf(row.getString("by_hand")),
                row.getObject("messages_deleted", Integer.class),
                Instants.of(row, "deleted_at"),
                Instants.of(row, "workflow_ended"));
    }
}

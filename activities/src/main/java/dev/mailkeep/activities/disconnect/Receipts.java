package dev.mailkeep.activities.disconnect;

import dev.mailkeep.activities.rows.RowIds;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of disconnected mailboxes, filled in as it happens. Callers own the transactions. */
@Component
public final class Receipts {

    private final JdbcClient jdbc;

    public Receipts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Why the owner should remove the access at Google by hand. */
    public enum ByHand {
        /** Google did not answer so far; Mailkeep tries again. */
        WHILE_RETRYING,

        /** Mailkeep has no token left with which to revoke it. */
        NOT_POSSIBLE
    }

    /**
     * Opens a receipt for a mailbox that is being disconnected.
     *
     * @param endedByGoogle whether Google had ended the grant before, which counts as revoked since then
     * @param byHand null while Mailkeep can revoke the grant itself, or need not
     */
    public void open(UUID mailboxId, boolean endedByGoogle, @Nullable ByHand byHand) {
        jdbc.sql("""
                        insert into receipts (id, user_id, mailbox_id, revoked_at_google, by_hand)
                        select :id, user_id, id, case when :ended then condition_since end, :byHand
                        from mailboxes where id = :mailbox
                        """)
                .param("id", RowIds.next())
                .param("ended", endedByGoogle)
                .param("byHand", byHand == null ? null : byHand.name(), Types.VARCHAR)
                .param("mailbox", mailboxId)
                .update();
    }

    /** The mailbox and its mail are about to be deleted in this transaction. */
    public void mailboxDeleted(UUID mailboxId) {
        jdbc.sql("""
                        update receipts
                        set deleted_at = now(),
                            messages_deleted = (select count(*) from email_messages where mailbox_id = :mailbox)
                        where mailbox_id = :mailbox and deleted_at is null
                        """).param("mailbox", mailboxId).update();
    }

    /** Google has confirmed that the grant is revoked. */
    public void revoked(UUID mailboxId) {
        close(mailboxId, false);
    }

    /** The grant was kept, as another mailbox of the account uses it. */
    public void grantKept(UUID mailboxId) {
        close(mailboxId, true);
    }

    private void close(UUID mailboxId, boolean kept) {
        jdbc.sql("""
                        update receipts
                        set revoked_at_google = case when :kept then null else now() end, grant_kept = :kept, by_hand = null
                        where mailbox_id = :mailbox and revoked_at_google is null
                        """).param("kept", kept).param("mailbox", mailboxId).update();
    }

    /** The grant is not revoked yet, or can't be; nothing changes once Google has confirmed. */
    public void byHand(UUID mailboxId, ByHand why) {
        jdbc.sql("update receipts set by_hand = :why where mailbox_id = :mailbox and revoked_at_google is null")
                .param("why", why.name())
                .param("mailbox", mailboxId)
                .update();
    }

    /** The workflow of a deleted mailbox has ended. */
    public void workflowEnded(UUID id) {
        jdbc.sql("update receipts set workflow_ended = now() where id = :id")
                .param("id", id)
                .update();
    }
}

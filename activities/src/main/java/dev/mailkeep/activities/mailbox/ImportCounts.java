package dev.mailkeep.activities.mailbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The progress of the import under way, for the owner who waits: how much was found, and how much of that is done. The
 * difference is always what is queued for the import. Needs the mailbox's lock.
 */
@Component
public final class ImportCounts {

    private final JdbcClient jdbc;

    ImportCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Starts at zero, unless an import is under way; then the new one adds to its counts. */
    public void begin(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes set import_found = 0, import_stored = 0, import_started_at = now()
                        where id = :mailbox
                          and not exists (select from listing_jobs
                                          where mailbox_id = :mailbox and purpose <> 'AUDIT')
                          and not exists (select from message_queue where mailbox_id = :mailbox and importing)
                        """).param("mailbox", mailboxId).update();
    }

    public void found(UUID mailboxId, int found) {
        jdbc.sql("update mailboxes set import_found = import_found + :found where id = :mailbox")
                .param("found", found)
                .param("mailbox", mailboxId)
                .update();
    }

    /**
     * Counts what was taken off the queue.
     *
     * @param stored stored or rechecked, as intended
     * @param dropped found, but not to be stored, so that the import has that much less to do
     */
    public void done(UUID mailboxId, int stored, int dropped) {
        if (stored == 0 && dropped == 0) {
            return;
        }
        jdbc.sql("""
                        update mailboxes
                        set import_stored = import_stored + :stored, import_found = import_found - :dropped
                        where id = :mailbox
                        """)
                .param("stored", stored)
                .param("dropped", dropped)
                .param("mailbox", mailboxId)
                .update();
    }

    /** Counts again after ids left the queue without being fetched: only those that still wait remain to be done. */
    public void recount(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes
                        set import_found = import_stored
                            + (select count(*) from message_queue where mailbox_id = :mailbox and importing)
                        where id = :mailbox
                        """).param("mailbox", mailboxId).update();
    }
}

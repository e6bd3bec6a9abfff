package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.rows.RowIds;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What each check and listing job did, for people to read. Checks in a row that found nothing share an entry. Callers
 * own the transactions.
 */
@Component
public final class SyncLog {

    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient jdbc;

    SyncLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Logs a check. */
    public void checked(UUID mailboxId, Instant startedAt, int found, int changed, int deleted) {
        boolean empty = found == 0 && changed == 0 && deleted == 0;
        if (empty && joinsLatest(mailboxId)) {
            return;
        }
        jdbc.sql("""
                        insert into sync_runs (id, mailbox_id, kind, started_at, ended_at, checks, found, changed, deleted, outcome)
                        values (:id, :mailbox, 'CHECK', :started, now(), 1, :found, :changed, :deleted, 'DONE')
                        """)
                .param("id", RowIds.next())
                .param("mailbox", mailboxId)
                .param("started", Timestamp.from(startedAt))
                .param("found", found)
                .param("changed", changed)
                .param("deleted", deleted)
                .update();
    }

    private boolean joinsLatest(UUID mailboxId) {
        return jdbc.sql("""
                                update sync_runs set checks = checks + 1, ended_at = now()
                                where id = (select id from sync_runs where mailbox_id = :mailbox
                                            order by started_at desc, id desc limit 1)
                                  and kind = 'CHECK' and outcome = 'DONE'
                                  and found = 0 and changed = 0 and deleted = 0 and stored = 0
                                """).param("mailbox", mailboxId).update() == 1;
    }

    /** How many cursors of a mailbox expired within a day. */
    public int expiriesToday(UUID mailboxId) {
        return jdbc.sql("""
                        select count(*) from sync_runs
                        where mailbox_id = :id and kind = 'EXPIRED' and started_at > now() - interval '1 day'
                        """).param("id", mailboxId).query(Integer.class).single();
    }

    /** Logs the start of a listing job. */
    public void started(UUID mailboxId, UUID listingJob, Purpose purpose) {
        jdbc.sql("""
                        insert into sync_runs (id, mailbox_id, kind, started_at, ended_at, outcome)
                        values (:id, :mailbox, :kind, now(), now(), 'RUNNING')
                        """)
                .param("id", listingJob)
                .param("mailbox", mailboxId)
                .param("kind", purpose.name())
                .update();
    }

    public void found(UUID listingJob, int found) {
        jdbc.sql("update sync_runs set found = found + :found, ended_at = now() where id = :id")
                .param("found", found)
                .param("id", listingJob)
                .update();
    }

    /** Adds stored messages to the entry of the listing job under way, or of the last check. */
    public void stored(UUID mailboxId, int imported, int live) {
        addStored(mailboxId, imported, "kind <> 'CHECK'");
        addStored(mailboxId, live, "kind = 'CHECK'");
    }

    private void addStored(UUID mailboxId, int stored, String which) {
        if (stored == 0) {
            return;
        }
        jdbc.sql("""
                        update sync_runs set stored = stored + :stored, ended_at = now()
                        where id = (select id from sync_runs where mailbox_id = :mailbox and %s
                                    order by outcome = 'RUNNING' desc, started_at desc, id desc limit 1)
                        """.formatted(which))
                .param("stored", stored)
                .param("mailbox", mailboxId)
                .update();
    }

    /**
     * Ends the jobs that have nothing left to list and, except for audits, nothing left to store. Removes old entries.
     */
    public void endFinished(UUID mailboxId) {
        jdbc.sql("""
                        update sync_runs r set outcome = 'DONE', ended_at = now()
                        where mailbox_id = :mailbox and outcome = 'RUNNING'
                          and not exists (select from listing_jobs l where l.id = r.id)
                          and (kind = 'AUDIT' or not exists (
                              select from message_queue q where q.mailbox_id = :mailbox and q.importing))
                        """).param("mailbox", mailboxId).update();
        jdbc.sql("delete from sync_runs where mailbox_id = :mailbox and ended_at < :before")
                .param("mailbox", mailboxId)
                .param("before", Timestamp.from(Instant.now().minus(KEPT)))
                .update();
    }
}

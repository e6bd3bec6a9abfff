package dev.mailkeep.activities.mailbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far a mailbox was read: its cursor, when it was last checked and audited, and its completeness gap. Callers hold
 * the mailbox's lock.
 */
@Component
public final class SyncPosition {

    private final JdbcClient jdbc;
    private final Intervals intervals;

    SyncPosition(JdbcClient jdbc, Intervals intervals) {
        this.jdbc = jdbc;
        this.intervals = intervals;
    }

    /**
     * A check is complete: everything before this cursor is committed with it, and the next check is an interval away.
     *
     * @param startedAt when the check began
     */
    public void checked(UUID mailboxId, BigInteger cursor, Instant startedAt) {
        jdbc.sql("""
                        update mailboxes
                        set history_id = :cursor, last_check_at = :started, last_synced_at = now(),
                            next_check_at = now() + make_interval(secs => %s)
                        where id = :id
                        """.formatted(Intervals.SECONDS))
                .param("longest", intervals.longestSeconds())
                .param("cursor", new BigDecimal(cursor), Types.NUMERIC)
                .param("started", Timestamp.from(startedAt))
                .param("id", mailboxId)
                .update();
    }

    /**
     * Takes a first cursor that was read earlier; checks continue from there.
     *
     * @param readAt when Gmail named it
     */
    public void startAt(UUID mailboxId, BigInteger cursor, Instant readAt) {
        jdbc.sql("update mailboxes set history_id = :cursor, last_check_at = :read where id = :id")
                .param("cursor", new BigDecimal(cursor), Types.NUMERIC)
                .param("read", Timestamp.from(readAt))
                .param("id", mailboxId)
                .update();
    }

    /** Forgets the cursor, because no sender is watched any more; the next first sender starts with a fresh one. */
    public void forget(UUID mailboxId) {
        jdbc.sql("update mailboxes set history_id = null, last_check_at = null, next_check_at = null where id = :id")
                .param("id", mailboxId)
                .update();
    }

    /** Everything has been compared with Gmail. */
    public void audited(UUID mailboxId) {
        jdbc.sql("update mailboxes set last_audit_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
    }

    /**
     * Opens a completeness gap because the mailbox takes a new cursor: mail that arrived within the search's lag before
     * now may be missing. The next audit is an hour away.
     */
    public void openGapBeforeNow(UUID mailboxId, Duration searchLag) {
        jdbc.sql("""
                        update mailboxes
                        set gap_from = least(gap_from,
                                                  greatest(last_check_at, now() - make_interval(secs => :lag))),
                            gap_until = now(),
                            last_audit_at = now()
                        where id = :id
                        """).param("lag", searchLag.toSeconds()).param("id", mailboxId).update();
    }

    /** Opens a completeness gap from the last check until now. */
    public void openGapSinceLastCheck(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes set gap_from = least(gap_from, last_check_at), gap_until = now()
                        where id = :id
                        """).param("id", mailboxId).update();
    }

    /**
     * Closes the completeness gap up to a time, because everything before it is proven; does nothing when senders were
     * added after the proof began.
     *
     * @param startedAt when the listing that proves it began
     */
    public void proven(UUID mailboxId, Instant before, Instant startedAt) {
        jdbc.sql("""
                        update mailboxes
                        set gap_from = case when cast(:known as timestamptz) < gap_until
                                                 then greatest(gap_from, cast(:known as timestamptz)) end,
                            gap_until = case when cast(:known as timestamptz) < gap_until
                                                  then gap_until end
                        where id = :id
                          and not exists (select from watched_senders
                                          where mailbox_id = :id and added_at > cast(:started as timestamptz))
                        """)
                .param("known", Timestamp.from(before))
                .param("started", Timestamp.from(startedAt))
                .param("id", mailboxId)
                .update();
    }
}

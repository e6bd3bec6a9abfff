package dev.mailkeep.activities.sync;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ids that are done with and not stored, and what makes one of them worth asking for again. Needs the mailbox's lock. */
final class Settled {

    private final JdbcClient jdbc;

    Settled(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that an id is done with and not stored. */
    void settle(UUID mailboxId, Collection<String> ids, String outcome, long sendersVersion) {
        jdbc.sql("""
                        insert into settled_messages (mailbox_id, message_id, outcome, senders_version)
                        select :mailbox, id, :outcome, :version from unnest(:ids) as settled (id)
                        on conflict (mailbox_id, message_id) do update
                            set outcome = excluded.outcome, senders_version = excluded.senders_version,
                                settled_at = excluded.settled_at
                        """)
                .param("mailbox", mailboxId)
                .param("outcome", outcome)
                .param("version", sendersVersion)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /**
     * Queues again what was refused lately: senders are watched that were not then, and the search that would name it may
     * not know yet how it came into sight. Like that, it gets one get at once.
     */
    void askAgainForRefused(UUID mailboxId, Duration refusedWithin) {
        jdbc.sql("""
                        with refused as (
                            delete from settled_messages
                            where mailbox_id = :mailbox and outcome = 'REFUSED'
                              and settled_at > now() - make_interval(secs => :within)
                            returning message_id)
                        insert into message_queue (mailbox_id, message_id, priority, importing)
                        select :mailbox, message_id, cast(:priority as smallint), false from refused
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("within", refusedWithin.toSeconds())
                .param("priority", Priority.LIVE.ordinal())
                .param("mailbox", mailboxId)
                .update();
    }

    /**
     * Gmail's list names ids that Gmail did not hand out, long after the search should have forgotten them: they are there
     * after all.
     *
     * @return those of the ids that are no longer taken for gone
     */
    List<String> notGoneAfterAll(UUID mailboxId, Collection<String> ids, Instant goneBefore) {
        return jdbc.sql("""
                        delete from settled_messages
                        where mailbox_id = :mailbox and message_id = any(:ids) and outcome = 'GONE' and settled_at < :before
                        returning message_id
                        """)
                .param("before", Timestamp.from(goneBefore))
                .param("ids", ids.toArray(String[]::new))
                .param("mailbox", mailboxId)
                .query(String.class)
                .list();
    }
}

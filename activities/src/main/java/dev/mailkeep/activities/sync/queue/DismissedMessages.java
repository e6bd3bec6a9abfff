package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mailbox.MailboxRow;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ids that are done with and not stored, and what makes one of them worth asking for again. Needs the mailbox's lock. */
@Component
public final class DismissedMessages {

    private static final int READ_AGAIN_AT_ONCE = 200;
    private static final int READ_AGAIN_WHEN_LEFT = 100;

    private final Quarantine quarantine;
    private final JdbcClient jdbc;

    DismissedMessages(Quarantine quarantine, JdbcClient jdbc) {
        this.quarantine = quarantine;
        this.jdbc = jdbc;
    }

    /** Notes that an id is done with and not stored. */
    public void dismiss(UUID mailboxId, Collection<String> ids, String outcome, long sendersVersion) {
        jdbc.sql("""
                        insert into settled_messages (mailbox_id, message_id, outcome, senders_version, parser_version)
                        select :mailbox, id, :outcome, :version, :parser from unnest(:ids) as settled (id)
                        on conflict (mailbox_id, message_id) do update
                            set outcome = excluded.outcome, senders_version = excluded.senders_version,
                                parser_version = excluded.parser_version, settled_at = excluded.settled_at
                        """)
                .param("mailbox", mailboxId)
                .param("outcome", outcome)
                .param("version", sendersVersion)
                .param("parser", MailParser.VERSION)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /**
     * Queues some of what an older version of the parser refused or quarantined, perhaps only because it could not read it.
     * A page at a time and behind all live mail, until none is left: each id is stored, refused anew or quarantined. What
     * was refused under other senders is left to the next listing that names it.
     */
    public void readAgain(MailboxRow row) {
        quarantine.tryAgainWithThisParser(row.id(), READ_AGAIN_AT_ONCE, READ_AGAIN_WHEN_LEFT);
        jdbc.sql("""
                        with older as (
                            select message_id from settled_messages
                            where mailbox_id = :mailbox and outcome = 'REFUSED'
                              and senders_version = :version and parser_version < :parser
                              and (select count(*) from (
                                      select from message_queue where mailbox_id = :mailbox limit :few) waiting) < :few
                            limit :page),
                        taken as (
                            delete from settled_messages s using older
                            where s.mailbox_id = :mailbox and s.message_id = older.message_id
                            returning s.message_id)
                        insert into message_queue (mailbox_id, message_id, priority, importing)
                        select :mailbox, message_id, cast(:priority as smallint), false from taken
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("version", row.sendersVersion())
                .param("parser", MailParser.VERSION)
                .param("few", READ_AGAIN_WHEN_LEFT)
                .param("page", READ_AGAIN_AT_ONCE)
                .param("priority", Priority.IMPORT.ordinal())
                .param("mailbox", row.id())
                .update();
    }

    /**
     * Queues again what was refused lately: senders are watched that were not then, and the search that would name it may
     * not know yet how it came into sight. Like that, it gets one get at once.
     */
    public void askAgainForRefused(UUID mailboxId, Duration refusedWithin) {
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
    public List<String> notGoneAfterAll(UUID mailboxId, Collection<String> ids, Instant goneBefore) {
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

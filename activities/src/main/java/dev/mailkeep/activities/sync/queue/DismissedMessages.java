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

/**
 * Dismissed ids, which need nothing more and are not stored. Also decides when one of them is worth fetching again.
 * Needs the mailbox's lock.
 */
@Component
public final class DismissedMessages {

    private static final int REQUEUED_AT_ONCE = 200;
    private static final int REQUEUED_WHEN_LEFT = 100;

    private final Quarantine quarantine;
    private final JdbcClient jdbc;

    DismissedMessages(Quarantine quarantine, JdbcClient jdbc) {
        this.quarantine = quarantine;
        this.jdbc = jdbc;
    }

    /** Dismisses ids: they need nothing more and are not stored. */
    public void dismiss(UUID mailboxId, Collection<String> ids, String outcome, long sendersVersion) {
        jdbc.sql("""
                        insert into dismissed_messages (mailbox_id, message_id, outcome, senders_version, parser_version)
                        select :mailbox, id, :outcome, :version, :parser from unnest(:ids) as dismissed (id)
                        on conflict (mailbox_id, message_id) do update
                            set outcome = excluded.outcome, senders_version = excluded.senders_version,
                                parser_version = excluded.parser_version, dismissed_at = excluded.dismissed_at
                        """)
                .param("mailbox", mailboxId)
                .param("outcome", outcome)
                .param("version", sendersVersion)
                .param("parser", MailParser.VERSION)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /**
     * Requeues some of the ids that an older version of the parser refused or quarantined, perhaps only because it
     * could not read them. Requeues a page at a time and behind all live mail, until none is left: each id is stored,
     * refused again or quarantined. Ids that were refused under other senders are left to the next listing that names
     * them.
     */
    public void requeueOfOlderParser(MailboxRow row) {
        quarantine.requeueOfOlderParser(row.id(), REQUEUED_AT_ONCE, REQUEUED_WHEN_LEFT);
        jdbc.sql("""
                        with older as (
                            select message_id from dismissed_messages
                            where mailbox_id = :mailbox and outcome = 'REFUSED'
                              and senders_version = :version and parser_version < :parser
                              and (select count(*) from (
                                      select from message_queue where mailbox_id = :mailbox limit :few) waiting) < :few
                            limit :page),
                        taken as (
                            delete from dismissed_messages s using older
                            where s.mailbox_id = :mailbox and s.message_id = older.message_id
                            returning s.message_id)
                        insert into message_queue (mailbox_id, message_id, priority, importing)
                        select :mailbox, message_id, cast(:priority as smallint), false from taken
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("version", row.sendersVersion())
                .param("parser", MailParser.VERSION)
                .param("few", REQUEUED_WHEN_LEFT)
                .param("page", REQUEUED_AT_ONCE)
                .param("priority", Priority.IMPORT.ordinal())
                .param("mailbox", row.id())
                .update();
    }

    /**
     * Requeues ids refused within the window: a sender added since may match, and Gmail's search may not know yet that
     * the message became visible. Each id costs one get.
     */
    public void requeueRecentlyRefused(UUID mailboxId, Duration refusedWithin) {
        jdbc.sql("""
                        with refused as (
                            delete from dismissed_messages
                            where mailbox_id = :mailbox and outcome = 'REFUSED'
                              and dismissed_at > now() - make_interval(secs => :within)
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
     * Ends the dismissal of ids that Gmail could not hand out, but that its list still names long after the search
     * should have forgotten them: these messages exist after all.
     *
     * @return the ids that no longer count as gone
     */
    public List<String> undismissListed(UUID mailboxId, Collection<String> ids, Instant goneBefore) {
        return jdbc.sql("""
                        delete from dismissed_messages
                        where mailbox_id = :mailbox and message_id = any(:ids) and outcome = 'GONE' and dismissed_at < :before
                        returning message_id
                        """)
                .param("before", Timestamp.from(goneBefore))
                .param("ids", ids.toArray(String[]::new))
                .param("mailbox", mailboxId)
                .query(String.class)
                .list();
    }
}

package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Mailboxes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Messages that could not be stored because of a fault of their own; nothing else waits for them. */
@Component
public final class Quarantine {

    private final Mailboxes mailboxes;
    private final ChangeFeed feed;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Quarantine(Mailboxes mailboxes, ChangeFeed feed, JdbcClient jdbc, TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.feed = feed;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A quarantined message. */
    public record Entry(String messageId, String reason, int attempts, Instant quarantinedAt) {}

    /**
     * The last hundred quarantined messages of a mailbox.
     *
     * @param reads the database client for people's requests, so that nothing else waits for this read
     */
    public List<Entry> list(JdbcClient reads, UUID userId, UUID mailboxId) {
        return reads.sql("""
                        select q.message_id, q.reason, q.attempts, q.quarantined_at
                        from quarantined_messages q join mailboxes m on m.id = q.mailbox_id
                        where q.mailbox_id = :mailbox and m.user_id = :user
                        order by q.quarantined_at desc
                        limit 100
                        """)
                .param("mailbox", mailboxId)
                .param("user", userId)
                .query((row, n) -> new Entry(
                        row.getString("message_id"),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        row.getTimestamp("quarantined_at").toInstant()))
                .list();
    }

    /**
     * Queues a quarantined message once more.
     *
     * @return false when the user has no such mailbox, it holds no such message, or no sender is watched any more
     */
    public boolean retry(UUID userId, UUID mailboxId, String messageId) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId) && !row.senders().isEmpty())
                .map(row -> {
                    int queued = jdbc.sql("""
                                    with released as (
                                        delete from quarantined_messages
                                        where mailbox_id = :mailbox and message_id = :message
                                        returning message_id, arrived_after)
                                    insert into message_queue (mailbox_id, message_id, priority, importing, arrived_after)
                                    select :mailbox, message_id, 0, false, arrived_after from released
                                    on conflict (mailbox_id, message_id) do nothing
                                    """)
                            .param("mailbox", mailboxId)
                            .param("message", messageId)
                            .update();
                    feed.announce(userId, mailboxId, ChangeFeed.Kind.MAILBOX);
                    return queued == 1;
                })
                .orElse(false));
    }

    /**
     * Requeues some messages that an older version of the parser quarantined, behind all live mail, and only while the
     * queue is short. Needs the mailbox's lock.
     */
    void requeueOfOlderParser(UUID mailboxId, int atOnce, int few) {
        jdbc.sql("""
                        with older as (
                            select message_id from quarantined_messages
                            where mailbox_id = :mailbox and parser_version < :parser
                              and (select count(*) from (
                                      select from message_queue where mailbox_id = :mailbox limit :few) waiting) < :few
                            limit :page),
                        released as (
                            delete from quarantined_messages q using older
                            where q.mailbox_id = :mailbox and q.message_id = older.message_id
                            returning q.message_id, q.arrived_after)
                        insert into message_queue (mailbox_id, message_id, priority, importing, arrived_after)
                        select :mailbox, message_id, cast(:priority as smallint), false, arrived_after from released
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("parser", MailParser.VERSION)
                .param("few", few)
                .param("page", atOnce)
                .param("priority", Priority.IMPORT.ordinal())
                .param("mailbox", mailboxId)
                .update();
    }
}

package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.rows.Instants;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ids that will be fetched. Callers own the transactions and hold the mailbox's lock when they write. */
@Component
public final class MessageQueue {

    private final JdbcClient jdbc;

    MessageQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A queued id.
     *
     * @param revision rises whenever history names the id
     * @param importing whether it counts towards the import's progress
     * @param arrivedAfter the earliest time at which it can have reached the mailbox; null: any time
     * @param missingSince when Gmail first said that there is no such message; null when it never did
     * @param attempts failures that were the message's own fault
     */
    public record Queued(
            String messageId,
            int revision,
            Priority priority,
            boolean importing,
            @Nullable Instant arrivedAfter,
            @Nullable Instant missingSince,
            int attempts) {

        /** Whether the message is stored already and only its state is in doubt. */
        public boolean recheck() {
            return priority == Priority.RECHECK;
        }
    }

    /**
     * Queues those of the ids that are not known: not stored, queued, quarantined or gone, and not refused under the
     * present senders. None of the ids is an unconfirmed candidate any more.
     *
     * @param arrivedAfter the earliest time at which they can have reached the mailbox; null: any time. Unconfirmed
     *     candidates keep the time that was noted for them
     * @return how many were queued
     */
    public int addUnknown(
            UUID mailboxId,
            long sendersVersion,
            Collection<String> ids,
            Priority priority,
            boolean importing,
            @Nullable Instant arrivedAfter) {
        if (ids.isEmpty()) {
            return 0;
        }
        int added = jdbc.sql("""
                        insert into message_queue (mailbox_id, message_id, priority, importing, arrived_after)
                        select :mailbox, named.id, cast(:priority as smallint), :importing,
                               case when waiting.message_id is null then cast(:after as timestamptz)
                                    else waiting.arrived_after end
                        from unnest(:ids) with ordinality as named (id, place)
                        left join unconfirmed_candidates waiting
                            on waiting.mailbox_id = :mailbox and waiting.message_id = named.id
                        where %s
                        order by named.place
                        on conflict (mailbox_id, message_id) do nothing
                        """.formatted(KnownIds.UNKNOWN))
                .param("mailbox", mailboxId)
                .param("priority", priority.ordinal())
                .param("importing", importing)
                .param("after", Instants.timestamp(arrivedAfter), Types.TIMESTAMP)
                .param("ids", ids.toArray(String[]::new))
                .param("version", sendersVersion)
                .update();
        jdbc.sql("delete from unconfirmed_candidates where mailbox_id = :mailbox and message_id = any(:ids)")
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .update();
        return added;
    }

    /**
     * An id that Gmail should be able to hand out: that of a stored message, or else a queued one that is not in doubt.
     *
     * @param doubtful ids that Gmail did not hand out
     */
    public Optional<Queued> witness(UUID mailboxId, Collection<String> doubtful) {
        return jdbc.sql("""
                        (select message_id from email_messages
                         where mailbox_id = :mailbox and deleted_at is null and not message_id = any(:doubtful)
                         order by received_at desc, message_id desc limit 1)
                        union all
                        (select message_id from message_queue
                         where mailbox_id = :mailbox and missing_since is null and not message_id = any(:doubtful)
                         order by priority desc, position desc limit 1)
                        limit 1
                        """)
                .param("mailbox", mailboxId)
                .param("doubtful", doubtful.toArray(String[]::new))
                .query((row, n) -> new Queued(row.getString("message_id"), 0, Priority.RECHECK, false, null, null, 0))
                .optional();
    }

    /** The next ids to fetch. */
    public List<Queued> ready(UUID mailboxId, int limit) {
        return jdbc.sql("""
                        select message_id, revision, priority, importing, arrived_after, missing_since, attempts
                        from message_queue
                        where mailbox_id = :mailbox and not_before <= now()
                        order by priority, position
                        limit :limit
                        """)
                .param("mailbox", mailboxId)
                .param("limit", limit)
                .query((row, n) -> new Queued(
                        row.getString("message_id"),
                        row.getInt("revision"),
                        Priority.values()[row.getInt("priority")],
                        row.getBoolean("importing"),
                        Instants.of(row, "arrived_after"),
                        Instants.of(row, "missing_since"),
                        row.getInt("attempts")))
                .list();
    }

    /**
     * Takes an id off the queue, unless history has named it since it was read.
     *
     * @return false when history has named it, or when the id is off the queue already; then nothing may be written for
     *     it
     */
    public boolean remove(UUID mailboxId, Queued queued) {
        return !removeAll(mailboxId, List.of(queued)).isEmpty();
    }

    /** Does the same for several ids; returns those that were taken off the queue. */
    public Set<String> removeAll(UUID mailboxId, Collection<Queued> queued) {
        return jdbc.sql("""
                        delete from message_queue q
                        using unnest(cast(:messages as text[]), cast(:revisions as integer[])) as read (message_id, revision)
                        where q.mailbox_id = :mailbox and q.message_id = read.message_id and q.revision = read.revision
                        returning q.message_id
                        """)
                .param("messages", queued.stream().map(Queued::messageId).toArray(String[]::new))
                .param("revisions", queued.stream().map(Queued::revision).toArray(Integer[]::new))
                .param("mailbox", mailboxId)
                .query(String.class)
                .set();
    }

    /** History named these ids, so a store step under way must fetch them again. */
    public void raiseRevisions(UUID mailboxId, Collection<String> ids) {
        jdbc.sql("""
                        update message_queue set revision = revision + 1, not_before = now(), missing_since = null
                        where mailbox_id = :mailbox and message_id = any(:ids)
                        """)
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /** Gmail has no such message; it is asked for again later. */
    public void missing(UUID mailboxId, Queued queued, Duration askAgainIn) {
        putOff(mailboxId, queued, "missing_since = coalesce(missing_since, now())", askAgainIn);
    }

    /** The message itself is at fault. It is retried later, and the attempt is counted. */
    public void failed(UUID mailboxId, Queued queued, Duration tryAgainIn) {
        putOff(mailboxId, queued, "attempts = attempts + 1", tryAgainIn);
    }

    private void putOff(UUID mailboxId, Queued queued, String change, Duration by) {
        jdbc.sql("""
                        update message_queue set not_before = now() + make_interval(secs => :seconds), %s
                        where mailbox_id = :mailbox and message_id = :message and revision = :revision
                        """.formatted(change))
                .param("seconds", by.toSeconds())
                .param("mailbox", mailboxId)
                .param("message", queued.messageId())
                .param("revision", queued.revision())
                .update();
    }

    /** Moves an id from the queue to quarantine, unless history has named it since it was read. */
    public boolean quarantine(UUID mailboxId, Queued queued, String reason) {
        if (!remove(mailboxId, queued)) {
            return false;
        }
        jdbc.sql("""
                        insert into quarantined_messages
                            (mailbox_id, message_id, reason, attempts, arrived_after, parser_version)
                        values (:mailbox, :message, :reason, :attempts, cast(:after as timestamptz), :parser)
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("mailbox", mailboxId)
                .param("message", queued.messageId())
                .param("reason", reason)
                .param("attempts", queued.attempts() + 1)
                .param("parser", MailParser.VERSION)
                .param("after", Instants.timestamp(queued.arrivedAfter()), Types.TIMESTAMP)
                .update();
        return true;
    }

    /** Takes permanently deleted ids off the queue and out of quarantine; returns those that were there. */
    public List<String> removeDeleted(UUID mailboxId, Collection<String> ids) {
        return jdbc.sql("""
                        with queued as (
                            delete from message_queue where mailbox_id = :mailbox and message_id = any(:ids)
                            returning message_id),
                        quarantined as (
                            delete from quarantined_messages where mailbox_id = :mailbox and message_id = any(:ids)
                            returning message_id)
                        select message_id from queued union select message_id from quarantined
                        """)
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Empties the queue of a mailbox. */
    public void clear(UUID mailboxId) {
        jdbc.sql("delete from message_queue where mailbox_id = :mailbox")
                .param("mailbox", mailboxId)
                .update();
    }

    /** Takes the ids with the priority of an import off the queue; returns how many there were. */
    public int removeImports(UUID mailboxId) {
        return jdbc.sql("delete from message_queue where mailbox_id = :mailbox and priority = :import")
                .param("mailbox", mailboxId)
                .param("import", Priority.IMPORT.ordinal())
                .update();
    }
}

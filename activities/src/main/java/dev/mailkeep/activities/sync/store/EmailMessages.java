package dev.mailkeep.activities.sync.store;

import dev.mailkeep.activities.mail.Address;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mail.SenderCondition;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.activities.rows.RowIds;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The stored mail. Nothing that happens at Gmail deletes a row. Callers own the transactions. */
@Component
public final class EmailMessages {

    private static final String OF_DROPPED = "mailbox_id = :mailbox and " + SenderCondition.isOneOf("dropped")
            + " and not " + SenderCondition.isOneOf("left");

    private final JdbcClient jdbc;

    EmailMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores a message, or brings the labels of a stored one up to date.
     *
     * @param sender the watched address of its From header
     * @return whether it was not stored before
     */
    public boolean store(MailboxRow mailbox, KeptMessage message, Address sender) {
        return jdbc.sql("""
                        insert into email_messages (
                            id, user_id, mailbox_id, message_id, thread_id, sender_email, sender_key, sender_name,
                            from_header, from_anomaly, sender_header, reply_to, to_header, cc_header, subject,
                            date_header, message_id_header, list_id, authentication_results, snippet, labels,
                            size_bytes, received_at)
                        values (
                            :id, :user, :mailbox, :message, :thread, :sender, :senderKey, :senderName,
                            :from, :anomaly, :senderHeader, :replyTo, :to, :cc, :subject,
                            :date, :messageIdHeader, :listId, :authentication, :snippet, :labels,
                            :size, :received)
                        on conflict (mailbox_id, message_id) do update
                            set labels = excluded.labels, deleted_at = null
                        returning (xmax = 0)
                        """)
                .param("id", RowIds.next())
                .param("user", mailbox.userId())
                .param("mailbox", mailbox.id())
                .param("message", message.messageId())
                .param("thread", message.threadId())
                .param("sender", sender.email())
                .param("senderKey", sender.key())
                .param("senderName", sender.name())
                .param("from", message.fromHeader())
                .param("anomaly", message.fromAnomaly())
                .param("senderHeader", message.senderHeader())
                .param("replyTo", message.replyTo())
                .param("to", message.to())
                .param("cc", message.cc())
                .param("subject", message.subject())
                .param("date", message.dateHeader())
                .param("messageIdHeader", message.messageIdHeader())
                .param("listId", message.listId())
                .param("authentication", message.authenticationResults())
                .param("snippet", message.snippet())
                .param("labels", array(message.labels()))
                .param("size", message.sizeBytes())
                .param("received", Timestamp.from(message.receivedAt()))
                .query(Boolean.class)
                .single();
    }

    /** Sets the labels of a stored message; does nothing when it is not stored. */
    public void setLabels(UUID mailboxId, String messageId, Set<String> labels) {
        jdbc.sql("""
                        update email_messages set labels = :labels, deleted_at = null
                        where mailbox_id = :mailbox and message_id = :message
                        """)
                .param("labels", array(labels))
                .param("mailbox", mailboxId)
                .param("message", messageId)
                .update();
    }

    /**
     * Adds and removes labels of a stored message.
     *
     * @return 1, or 0 when it is not stored
     */
    public int changeLabels(UUID mailboxId, String messageId, Set<String> added, Set<String> removed) {
        return jdbc.sql("""
                        update email_messages
                        set labels = array(
                            (select unnest(labels) union select unnest(:added)) except select unnest(:removed) order by 1)
                        where mailbox_id = :mailbox and message_id = :message
                        """)
                .param("added", array(added))
                .param("removed", array(removed))
                .param("mailbox", mailboxId)
                .param("message", messageId)
                .update();
    }

    /**
     * Deletes the mail of dropped senders. A message with several addresses in its From header stays when another one
     * of them is still watched, and that one becomes its sender.
     */
    public void purge(UUID mailboxId, Collection<String> dropped, Collection<String> left) {
        var stillWatched = new SenderMatcher(left);
        jdbc.sql("select message_id, from_header from email_messages where from_anomaly and " + OF_DROPPED)
                .param("mailbox", mailboxId)
                .param("dropped", Sender.keys(dropped))
                .param("left", Sender.keys(left))
                .query((row, n) -> Map.entry(row.getString("message_id"), row.getString("from_header")))
                .list()
                .forEach(message -> stillWatched
                        .matchIn(message.getValue())
                        .ifPresent(sender -> setSender(mailboxId, message.getKey(), sender)));
        jdbc.sql("delete from email_messages where " + OF_DROPPED)
                .param("mailbox", mailboxId)
                .param("dropped", Sender.keys(dropped))
                .param("left", Sender.keys(left))
                .update();
    }

    private void setSender(UUID mailboxId, String messageId, Address sender) {
        jdbc.sql("""
                        update email_messages set sender_email = :email, sender_key = :key, sender_name = :name
                        where mailbox_id = :mailbox and message_id = :message
                        """)
                .param("email", sender.email())
                .param("key", sender.key())
                .param("name", sender.name())
                .param("mailbox", mailboxId)
                .param("message", messageId)
                .update();
    }

    /** Marks stored messages as deleted at Gmail; returns how many were not yet. */
    public int markDeleted(UUID mailboxId, Collection<String> messageIds) {
        return jdbc.sql("""
                        update email_messages set deleted_at = now()
                        where mailbox_id = :mailbox and message_id = any(:ids) and deleted_at is null
                        """)
                .param("mailbox", mailboxId)
                .param("ids", array(messageIds))
                .update();
    }

    private static String[] array(Collection<String> values) {
        return values.toArray(String[]::new);
    }

    /**
     * Notes that a listing named these ids.
     *
     * @param job the listing's job
     * @param scope {@code VISIBLE}, {@code SPAM} or {@code TRASH}
     * @return the ids whose stored state contradicts that. A message in both spam and trash always counts as doubtful:
     *     being listed in one says nothing about the other
     */
    public List<String> named(UUID mailboxId, Collection<String> ids, UUID job, String scope) {
        return jdbc
                .sql("""
                        update email_messages
                        set listed_in = :run
                        where mailbox_id = :mailbox and message_id = any(:ids)
                        returning case
                            when deleted_at is not null then message_id
                            when :scope = 'VISIBLE' and labels && '{SPAM,TRASH}' then message_id
                            when :scope <> 'VISIBLE' and not labels @> array[cast(:scope as text)] then message_id
                            when :scope <> 'VISIBLE' and labels @> '{SPAM,TRASH}' then message_id
                        end
                        """)
                .param("run", job)
                .param("scope", scope)
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Stored messages of these senders that a job should have named and has not. */
    public List<String> unnamed(
            UUID mailboxId, Collection<String> senders, UUID job, Instant startedAt, @Nullable Instant since) {
        return jdbc.sql("""
                        select message_id from email_messages
                        where mailbox_id = :mailbox
                          and deleted_at is null
                          and listed_in is distinct from :run
                          and processed_at < :started
                          and (cast(:since as timestamptz) is null or received_at >= cast(:since as timestamptz))
                          and %s
                        """.formatted(SenderCondition.isOneOf("senders")))
                .param("mailbox", mailboxId)
                .param("run", job)
                .param("started", Timestamp.from(startedAt))
                .param("since", Instants.timestamp(since), Types.TIMESTAMP)
                .param("senders", Sender.keys(senders))
                .query(String.class)
                .list();
    }

    /** Stored messages from other senders than these. */
    public List<String> ofOthers(UUID mailboxId, Collection<String> senders) {
        return jdbc.sql("""
                        select message_id from email_messages
                        where mailbox_id = :mailbox
                          and deleted_at is null
                          and not %s
                        """.formatted(SenderCondition.isOneOf("senders")))
                .param("mailbox", mailboxId)
                .param("senders", Sender.keys(senders))
                .query(String.class)
                .list();
    }
}

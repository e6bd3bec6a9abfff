package dev.mailkeep.api.message;

import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads stored messages. */
@Component
class MessageRows {

    private static final int EXPORT_PAGE = 500;

    private final PeoplesReads reads;

    MessageRows(PeoplesReads reads) {
        this.reads = reads;
    }

    /** Throws 404 unless this person owns the mailbox. */
    void requireOwn(Person person, UUID id) {
        boolean own = reads.jdbc()
                .sql("select exists (select from mailboxes where id = :id and user_id = :user)")
                .param("id", id)
                .param("user", person.id())
                .query(Boolean.class)
                .single();
        if (!own) {
            throw Problem.notFound();
        }
    }

    /** The newest messages of a mailbox, up to one page of an export. */
    List<Message> newest(UUID mailboxId) {
        return reads.jdbc()
                .sql("""
                    select * from email_messages where mailbox_id = :mailbox
                    order by received_at desc, message_id desc limit :limit
                    """)
                .param("mailbox", mailboxId)
                .param("limit", EXPORT_PAGE)
                .query(MessageRows::message)
                .list();
    }

    /** The messages after the given one, in the same order. The time and the id of a message never change. */
    List<Message> after(UUID mailboxId, Message last) {
        return reads.jdbc()
                .sql("""
                    select * from email_messages
                    where mailbox_id = :mailbox and (received_at, message_id) < (:at, :id)
                    order by received_at desc, message_id desc limit :limit
                    """)
                .param("mailbox", mailboxId)
                .param("at", Timestamp.from(last.receivedAt()))
                .param("id", last.messageId())
                .param("limit", EXPORT_PAGE)
                .query(MessageRows::message)
                .list();
    }

    static Message message(ResultSet row, int number) throws SQLException {
        return new Message(
                row.getString("message_id"),
                row.getString("thread_id"),
                row.getString("sender_email"),
                row.getString("sender_name"),
                row.getString("from_header"),
                row.getString("to_header"),
                row.getString("cc_header"),
                row.getString("subject"),
                row.getString("snippet"),
                row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("processed_at").toInstant(),
                row.getString("date_header"),
                List.of((String[]) row.getArray("labels").getArray()),
                row.getLong("size_bytes"),
                Instants.of(row, "deleted_at"),
                row.getBoolean("from_anomaly"),
                row.getString("authentication_results"));
    }
}

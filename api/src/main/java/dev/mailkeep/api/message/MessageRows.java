package dev.mailkeep.api.message;

import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads stored messages. */
@Component
class MessageRows {

    private static final int FETCH_SIZE = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionOperations transactions;

    MessageRows(JdbcClient jdbc, DataSource dataSource, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
    }

    /** Another's mailbox is as good as none. */
    void requireOwn(Person person, UUID id) {
        boolean own = jdbc.sql("select exists (select from mailboxes where id = :id and user_id = :user)")
                .param("id", id)
                .param("user", person.id())
                .query(Boolean.class)
                .single();
        if (!own) {
            throw Problem.notFound();
        }
    }

    /** Hands over every message, newest first, without holding them all: a cursor, which needs a transaction. */
    void forEach(UUID mailboxId, Consumer<Message> consumer) {
        transactions.executeWithoutResult(status -> streaming.query(
                "select * from email_messages where mailbox_id = ? order by received_at desc, message_id desc",
                row -> {
                    consumer.accept(message(row, 0));
                },
                mailboxId));
    }

    static Message message(ResultSet row, int number) throws SQLException {
        Timestamp deletedAt = row.getTimestamp("deleted_at");
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
                deletedAt == null ? null : deletedAt.toInstant(),
                row.getBoolean("from_anomaly"),
                row.getString("authentication_results"));
    }
}

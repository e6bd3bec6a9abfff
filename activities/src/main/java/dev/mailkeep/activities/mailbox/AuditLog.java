package dev.mailkeep.activities.mailbox;

import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people and the product did. Ids and constant words only; rows are added and never changed, which the database sees
 * to.
 */
@Component
public final class AuditLog {

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds an entry.
     *
     * @param userId whose doing or whose mailbox it was; null where nobody is to be named
     */
    public void record(@Nullable UUID userId, @Nullable UUID mailboxId, String event, @Nullable String detail) {
        jdbc.sql("insert into audit_log (user_id, mailbox_id, event, detail) values (:user, :mailbox, :event, :detail)")
                .param("user", userId, Types.OTHER)
                .param("mailbox", mailboxId, Types.OTHER)
                .param("event", event)
                .param("detail", detail, Types.VARCHAR)
                .update();
    }

    /** Removes what is kept of a person who is no longer there; of anybody else the database refuses it. */
    public void forget(UUID userId) {
        jdbc.sql("delete from audit_log where user_id = :user")
                .param("user", userId)
                .update();
    }
}

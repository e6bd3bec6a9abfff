package dev.mailkeep.activities.mailbox;

import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people and the product did. Ids and constant words only; rows are added, never changed. */
public final class AuditLog {

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void record(UUID userId, @Nullable UUID mailboxId, String event, @Nullable String detail) {
        jdbc.sql("insert into audit_log (user_id, mailbox_id, event, detail) values (:user, :mailbox, :event, :detail)")
                .param("user", userId)
                .param("mailbox", mailboxId, Types.OTHER)
                .param("event", event)
                .param("detail", detail, Types.VARCHAR)
                .update();
    }
}

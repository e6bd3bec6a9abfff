package dev.mailkeep.activities.audit;

import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The only writer of {@code audit_log}. Its rows hold ids and constant words; they are added and never changed, which the
 * database enforces.
 */
@Component
public final class AuditLog {

    private final JdbcClient jdbc;

    public AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds an entry.
     *
     * @param userId who did it, or whose mailbox it was; null when no person is named
     * @param detail a constant word or a number; null when there is nothing to add
     */
    public void record(@Nullable UUID userId, @Nullable UUID mailboxId, AuditEvent event, @Nullable String detail) {
        jdbc.sql("insert into audit_log (user_id, mailbox_id, event, detail) values (:user, :mailbox, :event, :detail)")
                .param("user", userId, Types.OTHER)
                .param("mailbox", mailboxId, Types.OTHER)
                .param("event", event.word())
                .param("detail", detail, Types.VARCHAR)
                .update();
    }

    /** Removes the entries of a person whose account is deleted. While the account exists, the database refuses. */
    public void forget(UUID userId) {
        jdbc.sql("delete from audit_log where user_id = :user")
                .param("user", userId)
                .update();
    }
}

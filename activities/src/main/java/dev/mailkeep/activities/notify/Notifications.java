package dev.mailkeep.activities.notify;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.rows.RowIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The only writer of {@code notifications}. */
@Component
public final class Notifications {

    private final JdbcClient jdbc;
    private final ChangeFeed feed;

    Notifications(JdbcClient jdbc, ChangeFeed feed) {
        this.jdbc = jdbc;
        this.feed = feed;
    }

    /**
     * What the owner of a mailbox is told.
     *
     * @param kind the mailbox's condition, or {@link Recoveries#KIND}
     * @param cause why; null for a recovery
     * @param incident a number that stays the same during an incident, of which the owner is told once
     * @param messages the number of messages that the notification mentions; null if it mentions none
     */
    record Notification(
            UUID userId,
            UUID mailboxId,
            String kind,
            @Nullable String cause,
            long incident,
            @Nullable Integer messages) {}

    /** A notification to send by e-mail. */
    record Email(UUID notificationId, UUID mailboxId, String to, String cause) {

        /** Leaves out the address. */
        @Override
        public String toString() {
            return "Email[" + notificationId + "]";
        }
    }

    /**
     * Adds a notification and announces it to the page.
     *
     * @return false when the owner was already told of this incident
     */
    boolean add(Notification notification) {
        boolean isNew = jdbc.sql("""
                                insert into notifications (id, user_id, mailbox_id, kind, cause, incident, messages)
                                values (:id, :user, :mailbox, :kind, :cause, :incident, :messages)
                                on conflict (mailbox_id, kind, incident) do nothing
                                """)
                        .param("id", RowIds.next())
                        .param("user", notification.userId())
                        .param("mailbox", notification.mailboxId())
                        .param("kind", notification.kind())
                        .param("cause", notification.cause(), Types.VARCHAR)
                        .param("incident", notification.incident())
                        .param("messages", notification.messages(), Types.INTEGER)
                        .update()
                == 1;
        if (isNew) {
            feed.announce(notification.userId(), notification.mailboxId(), ChangeFeed.Kind.NOTIFICATION);
        }
        return isNew;
    }

    /**
     * Notes that a person has read a notification.
     *
     * @return false when this person has no such notification
     */
    public boolean markRead(UUID userId, UUID id) {
        return jdbc.sql("""
                                update notifications set read_at = coalesce(read_at, now())
                                where id = :id and user_id = :user
                                """).param("id", id).param("user", userId).update() == 1;
    }

    /**
     * Takes the notifications of the last day that have not been e-mailed and whose incident still lasts. No other
     * process gets them.
     *
     * @param mailboxId takes those of this mailbox only; null: of all
     */
    List<Email> takeForEmail(@Nullable UUID mailboxId) {
        return jdbc.sql("""
                        update notifications n set emailed_at = now()
                        from users u, mailboxes m
                        where u.id = n.user_id and m.id = n.mailbox_id and m.condition = n.kind
                          and n.emailed_at is null and n.created_at > now() - interval '1 day'
                          and (cast(:mailbox as uuid) is null or m.id = :mailbox)
                        returning n.id, m.id as mailbox_id, u.email, n.cause
                        """)
                .param("mailbox", mailboxId, Types.OTHER)
                .query(Notifications::email)
                .list();
    }

    /** Gives back a notification that could not be sent, so that it is tried again. */
    void returnUnsent(Email email) {
        jdbc.sql("update notifications set emailed_at = null where id = :id")
                .param("id", email.notificationId())
                .update();
    }

    private static Email email(ResultSet row, int number) throws SQLException {
        return new Email(
                row.getObject("id", UUID.class),
                row.getObject("mailbox_id", UUID.class),
                row.getString("email"),
                row.getString("cause"));
    }
}

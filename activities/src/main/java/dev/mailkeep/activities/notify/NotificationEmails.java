package dev.mailkeep.activities.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.stereotype.Component;

/**
 * Sends notifications by e-mail: one for each incident, while it lasts. An e-mail is marked as sent before it is sent, so that
 * no two processes send it; one that the mail server refuses is tried again for a day.
 */
@Component
public final class NotificationEmails {

    private static final Logger log = LoggerFactory.getLogger(NotificationEmails.class);

    private final @Nullable NotificationMailer mailer;
    private final JdbcClient jdbc;

    /** @param smtp a sender where an SMTP server is configured, else none */
    NotificationEmails(ObjectProvider<MailSender> smtp, NotificationSettings settings, JdbcClient jdbc) {
        MailSender sender = smtp.getIfAvailable();
        this.mailer = sender == null ? null : new NotificationMailer(sender, settings.from(), settings.publicUrl());
        this.jdbc = jdbc;
    }

    private record Email(UUID notificationId, UUID mailboxId, String to, String cause) {
        @Override
        public String toString() {
            return "Email[" + notificationId + "]";
        }
    }

    /** Sends what is due; of one mailbox, or of all where none is named. Nothing where no SMTP server is configured. */
    public void send(@Nullable UUID mailboxId) {
        if (mailer != null) {
            for (Email email : claim(mailboxId)) {
                send(email, mailer);
            }
        }
    }

    private List<Email> claim(@Nullable UUID mailboxId) {
        return jdbc.sql("""
                        update notifications n set emailed_at = now()
                        from users u, mailboxes m
                        where u.id = n.user_id and m.id = n.mailbox_id and m.condition = n.kind
                          and n.emailed_at is null and n.created_at > now() - interval '1 day'
                          and (cast(:mailbox as uuid) is null or m.id = :mailbox)
                        returning n.id, m.id as mailbox_id, u.email, n.cause
                        """)
                .param("mailbox", mailboxId, Types.OTHER)
                .query(NotificationEmails::email)
                .list();
    }

    private static Email email(ResultSet row, int number) throws SQLException {
        return new Email(
                row.getObject("id", UUID.class),
                row.getObject("mailbox_id", UUID.class),
                row.getString("email"),
                row.getString("cause"));
    }

    private void send(Email email, NotificationMailer by) {
        try {
            by.send(email.to(), Explanation.of(email.cause()));
        } catch (MailException undeliverable) {
            // The page has it; an SMTP server that is away must not keep the workflow from resting.
            log.warn("A notice for mailbox {} could not be e-mailed yet", email.mailboxId());
            jdbc.sql("update notifications set emailed_at = null where id = :id")
                    .param("id", email.notificationId())
                    .update();
        }
    }
}

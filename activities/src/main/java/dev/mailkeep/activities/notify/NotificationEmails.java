package dev.mailkeep.activities.notify;

import dev.mailkeep.activities.notify.Notifications.Email;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.stereotype.Component;

/**
 * Sends notifications by e-mail: one for each incident, while the incident lasts. A notification is marked as sent
 * before it is sent, so that no two processes send it; if the mail server refuses it, it is tried again for a day.
 */
@Component
public final class NotificationEmails {

    private static final Logger log = LoggerFactory.getLogger(NotificationEmails.class);

    private final @Nullable NotificationMailer mailer;
    private final Notifications notifications;

    /** @param smtp provides a sender if an SMTP server is configured */
    NotificationEmails(ObjectProvider<MailSender> smtp, NotificationSettings settings, Notifications notifications) {
        MailSender sender = smtp.getIfAvailable();
        this.mailer = sender == null ? null : new NotificationMailer(sender, settings.from(), settings.publicUrl());
        this.notifications = notifications;
    }

    /**
     * Sends the e-mails that are due. Does nothing if no SMTP server is configured.
     *
     * @param mailboxId sends for this mailbox only; null: for all
     */
    public void send(@Nullable UUID mailboxId) {
        if (mailer != null) {
            for (Email email : notifications.takeForEmail(mailboxId)) {
                send(email, mailer);
            }
        }
    }

    private void send(Email email, NotificationMailer by) {
        try {
            by.send(email.to(), Explanation.of(email.cause()));
        } catch (MailException undeliverable) {
            // The page shows the notification anyway, and an SMTP server that is away must not keep the workflow
            // waiting.
            log.warn("A notification for mailbox {} could not be e-mailed yet", email.mailboxId());
            notifications.returnUnsent(email);
        }
    }
}

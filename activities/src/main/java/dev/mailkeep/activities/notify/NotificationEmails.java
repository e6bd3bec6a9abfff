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
 * Sends notifications by e-mail: one for each incident, while it lasts. An e-mail is marked as sent before it is sent, so that
 * no two processes send it; one that the mail server refuses is tried again for a day.
 */
@Component
public final class NotificationEmails {

    private static final Logger log = LoggerFactory.getLogger(NotificationEmails.class);

    private final @Nullable NotificationMailer mailer;
    private final Notifications notifications;

    /** @param smtp a sender where an SMTP server is configured, else none */
    NotificationEmails(ObjectProvider<MailSender> smtp, NotificationSettings settings, Notifications notifications) {
        MailSender sender = smtp.getIfAvailable();
        this.mailer = sender == null ? null : new NotificationMailer(sender, settings.from(), settings.publicUrl());
        this.notifications = notifications;
    }

    /**
     * Sends what is due. Does nothing where no SMTP server is configured.
     *
     * @param mailboxId of this mailbox only; null: of all
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
            // The page shows it anyway; an SMTP server that is away must not keep the workflow waiting.
            log.warn("A notification for mailbox {} could not be e-mailed yet", email.mailboxId());
            notifications.returnUnsent(email);
        }
    }
}

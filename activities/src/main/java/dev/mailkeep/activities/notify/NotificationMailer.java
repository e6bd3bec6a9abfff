package dev.mailkeep.activities.notify;

import java.net.URI;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

/** Sends notifications by e-mail. They say what happened and where to fix it, and never name a sender or a subject. */
final class NotificationMailer {

    private final MailSender sender;
    private final String from;
    private final URI publicUrl;

    NotificationMailer(MailSender sender, String from, URI publicUrl) {
        this.sender = sender;
        this.from = from;
        this.publicUrl = publicUrl;
    }

    /**
     * Sends a notification.
     *
     * @throws MailException when the mail server does not take it
     */
    void send(String to, Explanation explanation) throws MailException {
        var mail = new SimpleMailMessage();
        mail.setFrom(from);
        mail.setTo(to);
        mail.setSubject("Mailkeep: " + explanation.title());
        mail.setText(explanation.sentence() + "\n\n" + publicUrl + "\n");
        sender.send(mail);
    }
}

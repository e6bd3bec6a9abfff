package dev.mailkeep.activities.notify;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How notifications are e-mailed, if an SMTP server is configured.
 *
 * <pre>
 * mailkeep.notifications:
 *   from: mailkeep@localhost            # MAILKEEP_MAIL_FROM
 *   public-url: http://localhost:8080   # PUBLIC_URL
 * </pre>
 *
 * @param from the sender's address
 * @param publicUrl where people reach Mailkeep; a last slash is removed
 */
@ConfigurationProperties("mailkeep.notifications")
public record NotificationSettings(String from, URI publicUrl) {

    public NotificationSettings {
        publicUrl = URI.create(publicUrl.toString().replaceFirst("/$", ""));
    }
}

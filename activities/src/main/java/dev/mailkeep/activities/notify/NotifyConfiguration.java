package dev.mailkeep.activities.notify;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.workflows.contract.NotificationActivities;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailSender;
import org.springframework.transaction.support.TransactionOperations;

/** Notices; e-mail only where the process has a {@link MailSender}. */
@Configuration(proxyBeanMethods = false)
public class NotifyConfiguration {

    @Bean
    NotificationEmails notificationEmails(
            ObjectProvider<MailSender> smtp, NotificationSettings settings, JdbcClient jdbc) {
        MailSender sender = smtp.getIfAvailable();
        NotificationMailer mailer =
                sender == null ? null : new NotificationMailer(sender, settings.from(), settings.publicUrl());
        return new NotificationEmails(mailer, jdbc);
    }

    @Bean
    Recoveries recoveries(ChangeFeed feed, JdbcClient jdbc, TransactionOperations transactions) {
        return new Recoveries(feed, jdbc, transactions);
    }

    @Bean
    NotificationActivities notificationActivities(
            Mailboxes mailboxes,
            ChangeFeed feed,
            NotificationEmails emails,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new NotificationActivitiesImpl(mailboxes, feed, emails, jdbc, transactions);
    }
}

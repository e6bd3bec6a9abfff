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
    Letters letters(ObjectProvider<MailSender> smtp, NoticeSettings settings, JdbcClient jdbc) {
        MailSender sender = smtp.getIfAvailable();
        NoticeMailer mailer = sender == null ? null : new NoticeMailer(sender, settings.from(), settings.publicUrl());
        return new Letters(mailer, jdbc);
    }

    @Bean
    Recoveries recoveries(ChangeFeed feed, JdbcClient jdbc, TransactionOperations transactions) {
        return new Recoveries(feed, jdbc, transactions);
    }

    @Bean
    NotificationActivities notificationActivities(
            Mailboxes mailboxes,
            ChangeFeed feed,
            Letters letters,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new NotificationActivitiesImpl(mailboxes, feed, letters, jdbc, transactions);
    }
}

package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.token.RefreshTokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The mailbox's row. */
@Configuration(proxyBeanMethods = false)
public class MailboxConfiguration {

    @Bean
    Mailboxes mailboxes(JdbcClient jdbc, TransactionOperations transactions) {
        return new Mailboxes(jdbc, transactions);
    }

    @Bean
    ChangeFeed changeFeed(JdbcClient jdbc) {
        return new ChangeFeed(jdbc);
    }

    @Bean
    SignsOfLife signsOfLife(JdbcClient jdbc) {
        return new SignsOfLife(jdbc);
    }

    @Bean
    AuditLog auditLog(JdbcClient jdbc) {
        return new AuditLog(jdbc);
    }

    @Bean
    Addresses addresses(JdbcClient jdbc, AuditLog audit, ChangeFeed feed) {
        return new Addresses(jdbc, audit, feed);
    }

    @Bean
    Conditions conditions(Mailboxes mailboxes, RefreshTokens tokens, ChangeFeed feed, AuditLog audit, JdbcClient jdbc) {
        return new Conditions(mailboxes, tokens, feed, audit, jdbc);
    }
}

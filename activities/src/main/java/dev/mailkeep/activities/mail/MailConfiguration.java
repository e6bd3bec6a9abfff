package dev.mailkeep.activities.mail;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored mail. */
@Configuration(proxyBeanMethods = false)
public class MailConfiguration {

    @Bean
    EmailMessages emailMessages(JdbcClient jdbc) {
        return new EmailMessages(jdbc);
    }
}

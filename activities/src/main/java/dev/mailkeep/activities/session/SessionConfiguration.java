package dev.mailkeep.activities.session;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions of browsers. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {

    @Bean
    BrowserSessions browserSessions(JdbcClient jdbc) {
        return new BrowserSessions(jdbc);
    }
}

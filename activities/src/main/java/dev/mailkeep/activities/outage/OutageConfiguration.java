package dev.mailkeep.activities.outage;

import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one outage that every part of the process may meet. */
@Configuration(proxyBeanMethods = false)
public class OutageConfiguration {

    @Bean
    Outage databaseOutage() {
        return new Outage(
                LoggerFactory.getLogger(Outage.class),
                "PostgreSQL",
                "Nothing can be shown or synced until it can; nothing is lost",
                System::nanoTime);
    }
}

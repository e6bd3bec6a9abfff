package dev.mailkeep.api;

import dev.mailkeep.activities.google.GoogleConfiguration;
import dev.mailkeep.activities.mailbox.MailboxConfiguration;
import dev.mailkeep.activities.notify.NotifyConfiguration;
import dev.mailkeep.activities.outage.OutageConfiguration;
import dev.mailkeep.activities.quota.QuotaConfiguration;
import dev.mailkeep.activities.session.SessionConfiguration;
import dev.mailkeep.activities.sync.SyncConfiguration;
import dev.mailkeep.activities.token.TokenConfiguration;
import dev.mailkeep.api.keys.KeysCommand;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts Mailkeep: HTTP, worker, and whatever the environment does not name (see {@code settings}). */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
@Import({
    GoogleConfiguration.class,
    OutageConfiguration.class,
    QuotaConfiguration.class,
    SessionConfiguration.class,
    TokenConfiguration.class,
    MailboxConfiguration.class,
    SyncConfiguration.class,
    NotifyConfiguration.class
})
public class Mailkeep {

    public static void main(String[] args) {
        if (KeysCommand.isMeant(args)) {
            // Standard output is for the keyset: nothing logs before Spring Boot has set logging up, and here it never
            // does.
            LoggingSystem.get(Mailkeep.class.getClassLoader()).beforeInitialize();
            System.exit(KeysCommand.run(List.of(args), System.getenv(), System.out, System.err));
        }
        OptionalInt answered = Commands.explain(List.of(args), System.out, System.err);
        if (answered.isPresent()) {
            System.exit(answered.getAsInt());
        }
        SpringApplication.run(Mailkeep.class, args);
    }
}

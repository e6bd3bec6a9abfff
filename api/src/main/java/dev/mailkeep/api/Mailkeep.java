package dev.mailkeep.api;

import dev.mailkeep.activities.ActivitiesConfiguration;
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

/**
 * Starts Mailkeep: HTTP, the worker, and an embedded replacement for everything that the environment does not name (see
 * {@code settings}).
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
@Import(ActivitiesConfiguration.class)
public class Mailkeep {

    public static void main(String[] args) {
        if (KeysCommand.isMeant(args)) {
            // Standard output carries the keyset only. Nothing logs before Spring Boot has set up logging, and this
            // process never gets that far.
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

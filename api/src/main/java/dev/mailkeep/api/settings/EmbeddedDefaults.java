package dev.mailkeep.api.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Treats an empty setting as unset, as {@code NAME=} in a settings file means. Derives the properties that depend on
 * which settings are <em>not</em> set: without {@code TEMPORAL_ADDRESS} the embedded Temporal server, without
 * {@code PUBLIC_URL} this machine's own address.
 */
public class EmbeddedDefaults implements EnvironmentPostProcessor {

    /** Whether PostgreSQL is embedded; false once {@code DATABASE_URL} is set. */
    static final String EMBEDDED_DATABASE = "mailkeep.embedded-database";

    /** Whether Google is simulated; false once {@code GOOGLE_CLIENT_ID} is set. */
    public static final String SIMULATED_GOOGLE = "mailkeep.simulated-google";

    /** Whether Gmail pushes at all. */
    public static final String GMAIL_PUSH = "mailkeep.gmail-push";

    /** Whether Pub/Sub posts the pushes to us. */
    public static final String GMAIL_PUSH_ENDPOINT = "mailkeep.gmail-push-endpoint";

    /** Whether we pull the pushes. */
    public static final String GMAIL_PUSH_SUBSCRIBER = "mailkeep.gmail-push-subscriber";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        withoutEmpty(environment.getPropertySources());
        Map<String, Object> derived = new HashMap<>();
        derived.put(EMBEDDED_DATABASE, isUnset(environment, "DATABASE_URL"));
        derived.put(SIMULATED_GOOGLE, isUnset(environment, "GOOGLE_CLIENT_ID"));
        if (isUnset(environment, "GOOGLE_CLIENT_ID") && isUnset(environment, "MAILKEEP_SYNC_INTERVAL")) {
            // The simulated Google delivers every few seconds, and a person who tries it should see that.
            derived.put("MAILKEEP_SYNC_INTERVAL", "PT10S");
        }
        derived.put(GMAIL_PUSH, !isUnset(environment, "GMAIL_PUSH_TOPIC"));
        derived.put(GMAIL_PUSH_ENDPOINT, !isUnset(environment, "GMAIL_PUSH_AUDIENCE"));
        derived.put(GMAIL_PUSH_SUBSCRIBER, !isUnset(environment, "GMAIL_PUSH_SUBSCRIPTION"));
        if (isUnset(environment, "TEMPORAL_ADDRESS")) {
            derived.put("spring.temporal.test-server.enabled", "true");
        }
        if (!isUnset(environment, "TEMPORAL_API_KEY")) {
            // Set only if there is a key: the starter takes an empty key for a key.
            derived.put("spring.temporal.connection.api-key", environment.getRequiredProperty("TEMPORAL_API_KEY"));
        }
        if (!isUnset(environment, "TEMPORAL_TLS")) {
            // Set only if the setting is: a key turns TLS on, and a default of "no" would turn it off again.
            derived.put("spring.temporal.connection.enable-https", environment.getRequiredProperty("TEMPORAL_TLS"));
        }
        if (isUnset(environment, "PUBLIC_URL")) {
            derived.put("PUBLIC_URL", "http://localhost:" + environment.getProperty("SERVER_PORT", "8080"));
        }
        // We start the workers ourselves, and only in a process that may run them (temporal.Workers).
        derived.put("spring.temporal.start-workers", "false");
        environment.getPropertySources().addFirst(new MapPropertySource("mailkeep-derived", derived));
    }

    private static void withoutEmpty(MutablePropertySources sources) {
        for (String name : List.of(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME)) {
            if (sources.get(name) instanceof EnumerablePropertySource<?> given) {
                Map<String, Object> set = new HashMap<>();
                for (String setting : given.getPropertyNames()) {
                    Object value = given.getProperty(setting);
                    if (value != null && !value.toString().isBlank()) {
                        set.put(setting, value);
                    }
                }
                sources.replace(
                        name,
                        given instanceof SystemEnvironmentPropertySource
                                ? new SystemEnvironmentPropertySource(name, set)
                                : new MapPropertySource(name, set));
            }
        }
    }

    private static boolean isUnset(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank();
    }
}

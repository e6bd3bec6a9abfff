package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.PushSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gmail's push: off unless {@code GMAIL_PUSH_TOPIC} is set. */
@Configuration(proxyBeanMethods = false)
class PushConfiguration {

    /** What {@code GMAIL_PUSH_*} and {@code PUBSUB_BASE_URL} say; empty is unset. */
    @ConfigurationProperties("mailkeep.push")
    record Properties(String topic, String subscription, String audience, String serviceAccount, URI pubSubBaseUrl) {}

    @Bean
    PushSettings pushSettings(
            Properties push, @Value("${" + EmbeddedDefaults.SIMULATED_GOOGLE + "}") boolean simulated) {
        if (simulated && !push.topic().isBlank()) {
            throw new RefusedToStart(
                    "GMAIL_PUSH_TOPIC needs GOOGLE_CLIENT_ID as well: the simulated Google does not push");
        }
        return new PushSettings(
                unlessBlank(push.topic()),
                unlessBlank(push.subscription()),
                unlessBlank(push.audience()),
                unlessBlank(push.serviceAccount()),
                push.pubSubBaseUrl());
    }

    private static @Nullable String unlessBlank(String value) {
        return value.isBlank() ? null : value.strip();
    }
}

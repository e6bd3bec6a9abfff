package dev.mailkeep.api.hooks;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.PubSubClient;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.google.PushTokens;
import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.api.settings.EmbeddedDefaults;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Receives Gmail's pushes. None of these beans exists unless {@code GMAIL_PUSH_TOPIC} is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(EmbeddedDefaults.GMAIL_PUSH)
class GmailPushConfiguration {

    @Bean(destroyMethod = "close")
    PushedMailboxes pushedMailboxes(JdbcClient jdbc, MailboxWorkflows workflows) {
        return new PushedMailboxes(jdbc, workflows);
    }

    @Bean
    GmailPush gmailPush(PushedMailboxes mailboxes, JsonMapper json, MeterRegistry meters) {
        return new GmailPush(mailboxes, json, meters);
    }

    /** The route exists only if its tokens can be verified. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(EmbeddedDefaults.GMAIL_PUSH_ENDPOINT)
    static class Endpoint {

        @Bean
        PushTokens pushTokens(GoogleSettings google, PushSettings push) {
            return new PushTokens(google, push);
        }
    }

    /** Only a process with a worker pulls, and only if its keyset is the one of its database. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(EmbeddedDefaults.GMAIL_PUSH_SUBSCRIBER)
    static class Subscriber {

        @Bean
        PushSubscriber pushSubscriber(
                GoogleSettings google,
                PushSettings push,
                GmailPush gmailPush,
                MailkeepSettings settings,
                KeysetCheck keyset) {
            boolean mayPull = settings.role() != Role.WEB && keyset.fits();
            return new PushSubscriber(new PubSubClient(google, push), gmailPush, mayPull);
        }
    }
}

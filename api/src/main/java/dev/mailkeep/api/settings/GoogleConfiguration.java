package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.risc.RiscSettings;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Google: the real one once {@code GOOGLE_CLIENT_ID} is set, otherwise the simulated one, which is allowed only if
 * nobody but this machine's own user can reach Mailkeep. With the real one, nothing of the simulator exists in the
 * process.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QuotaSettings.class, PushSettings.class})
class GoogleConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = EmbeddedDefaults.SIMULATED_GOOGLE, havingValue = false)
    @EnableConfigurationProperties({GoogleSettings.class, RiscSettings.class})
    static class Real {

        Real(MailkeepSettings settings) {
            if (!settings.https()
                    && !GoogleSettings.isLoopback(settings.publicUrl().getHost())) {
                throw new RefusedToStart("PUBLIC_URL must be https unless it is this machine: over "
                        + settings.publicUrl() + " sessions and mail would travel unencrypted");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(EmbeddedDefaults.SIMULATED_GOOGLE)
    static class Simulated {

        private static final Duration NEW_MAIL_EVERY = Duration.ofSeconds(4);
        private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
        private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

        Simulated(MailkeepSettings settings, PushSettings push) {
            if (!GoogleSettings.isLoopback(settings.publicUrl().getHost())) {
                throw new RefusedToStart("GOOGLE_CLIENT_ID must be set: without it Mailkeep uses a simulated"
                        + " Google, which is allowed only when PUBLIC_URL is this machine");
            }
            if (push.topic() != null) {
                throw new RefusedToStart(
                        "GMAIL_PUSH_TOPIC needs GOOGLE_CLIENT_ID as well: the simulated Google does not push");
            }
        }

        @Bean(destroyMethod = "close")
        SimulatedGoogle simulatedGoogle(EarlyStart early, MailkeepSettings settings) {
            return (SimulatedGoogle) early.google(settings);
        }

        static SimulatedGoogle start(MailkeepSettings settings) {
            SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults()
                    .withRedirectUris(Set.of(settings.redirectUri()))
                    .withJournal(settings.dataDirectory().resolve("simulated-google.jsonl")));
            google.addDemoAccounts();
            return google;
        }

        @Bean(destroyMethod = "close")
        AutoCloseable demoMail(SimulatedGoogle google) {
            return google.keepDeliveringDemoMail(NEW_MAIL_EVERY);
        }

        @Bean
        GoogleSettings googleSettings(SimulatedGoogle google) {
            SimulatorSettings defaults = SimulatorSettings.defaults();
            return new GoogleSettings(
                    defaults.clientId(),
                    defaults.clientSecret(),
                    google.authorizationUri(),
                    google.tokenUri(),
                    google.revocationUri(),
                    google.jwksUri(),
                    google.issuer(),
                    google.gmailBaseUri(),
                    CONNECT_TIMEOUT,
                    READ_TIMEOUT);
        }

        @Bean
        RiscSettings riscSettings(SimulatedGoogle google, @Value("${mailkeep.risc.receiver}") String receiver) {
            return new RiscSettings(receiver, google.riscConfigurationUri());
        }
    }
}

package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.mailbox.QuietSettings;
import dev.mailkeep.activities.notify.NotificationSettings;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.risc.RiscSettings;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Google: the real one once {@code GOOGLE_CLIENT_ID} is set, else the simulated one, and that only where nobody but this
 * machine's own user can reach us. Once the real one is in use, nothing of the simulator exists in the process.
 */
@Configuration(proxyBeanMethods = false)
class GoogleAccessConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    /** What {@code GOOGLE_*} and {@code GMAIL_BASE_URL} say. */
    @ConfigurationProperties("mailkeep.google")
    record Properties(
            String clientId,
            String clientSecret,
            URI authorizationUri,
            URI tokenUri,
            URI revocationUri,
            URI jwksUri,
            String issuer,
            URI gmailBaseUrl) {

        /** Never the secret. */
        @Override
        public String toString() {
            return "Properties[issuer=" + issuer + "]";
        }
    }

    /** What {@code GOOGLE_RISC} and {@code GOOGLE_RISC_CONFIGURATION_URI} say. */
    @ConfigurationProperties("mailkeep.risc")
    record Risc(String receiver, URI configurationUri) {

        /** Refuses to guess. */
        Risc {
            if (!receiver.equals("on") && !receiver.equals("off")) {
                throw new RefusedToStart("GOOGLE_RISC must be on or off");
            }
        }
    }

    /** What {@code GMAIL_QUOTA_*} says. */
    @ConfigurationProperties("mailkeep.quota")
    record Quota(
            int unitsPerMinute,
            int projectUnitsPerMinute,
            double share,
            int maxInFlight,
            int getUnits,
            int listUnits,
            int historyUnits,
            int profileUnits,
            int watchUnits) {}

    @Bean
    QuotaSettings quotaSettings(Quota quota) {
        return new QuotaSettings(
                quota.unitsPerMinute(),
                quota.projectUnitsPerMinute(),
                quota.share(),
                quota.maxInFlight(),
                quota.getUnits(),
                quota.listUnits(),
                quota.historyUnits(),
                quota.profileUnits(),
                quota.watchUnits());
    }

    @Bean
    QuietSettings quietSettings(MailkeepSettings settings) {
        return new QuietSettings(settings.quietInterval());
    }

    @Bean
    NotificationSettings notificationSettings(MailkeepSettings settings) {
        return new NotificationSettings(settings.mailFrom(), settings.publicUrl());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = EmbeddedDefaults.SIMULATED_GOOGLE, havingValue = false)
    static class Real {

        @Bean
        GoogleSettings googleSettings(Properties google, MailkeepSettings settings) {
            if (!settings.https()
                    && !GoogleSettings.isLoopback(settings.publicUrl().getHost())) {
                throw new RefusedToStart("PUBLIC_URL must be https beyond this machine: by " + settings.publicUrl()
                        + " sessions and mail would travel in the clear");
            }
            if (google.clientSecret().isBlank()) {
                throw new RefusedToStart("GOOGLE_CLIENT_SECRET must be set with GOOGLE_CLIENT_ID");
            }
            return new GoogleSettings(
                    google.clientId(),
                    google.clientSecret(),
                    google.authorizationUri(),
                    google.tokenUri(),
                    google.revocationUri(),
                    google.jwksUri(),
                    google.issuer(),
                    google.gmailBaseUrl(),
                    CONNECT_TIMEOUT,
                    READ_TIMEOUT);
        }

        @Bean
        RiscSettings riscSettings(Risc risc, GoogleSettings google) {
            return new RiscSettings(risc.configurationUri(), google.clientId(), google.issuer());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(EmbeddedDefaults.SIMULATED_GOOGLE)
    static class Simulated {

        private static final Duration NEW_MAIL_EVERY = Duration.ofSeconds(4);

        @Bean(destroyMethod = "close")
        SimulatedGoogle simulatedGoogle(MailkeepSettings settings) {
            if (!GoogleSettings.isLoopback(settings.publicUrl().getHost())) {
                throw new RefusedToStart("GOOGLE_CLIENT_ID must be set: without it Mailkeep runs on a simulated"
                        + " Google, which it does only where PUBLIC_URL is this machine");
            }
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
        RiscSettings riscSettings(SimulatedGoogle google, GoogleSettings settings) {
            return new RiscSettings(google.riscConfigurationUri(), settings.clientId(), settings.issuer());
        }
    }
}

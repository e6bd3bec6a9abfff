package dev.mailkeep.api.settings;

import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vault, with the keyset that the environment names. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    KeysetSettings keysetSettings(
            MailkeepSettings settings,
            @Value("${" + EmbeddedDefaults.EMBEDDED_DATABASE + "}") boolean embedded,
            @Value("${mailkeep.token-keyset}") String keyset,
            @Value("${mailkeep.token-keyset-file}") String file,
            @Value("${mailkeep.token-keyset-kek}") String kek) {
        return new KeysetSettings(keyset, file, kek, settings.dataDirectory(), embedded);
    }

    /** Depends on the embedded database, which creates the directory of its keyset. */
    @Bean
    Vault vault(KeysetSettings settings, ObjectProvider<EmbeddedPostgresServer> embedded) {
        embedded.getIfAvailable();
        return new Vault(settings.load());
    }
}

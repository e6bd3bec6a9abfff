package dev.mailkeep.api.settings;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.token.Keysets;
import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.api.embedded.EmbeddedPostgresServer;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The keyset: from the environment or a file. Only beside the embedded database is one made, because there it lies with
 * the data; anywhere else a made-up key would be lost with the machine, and every token with it.
 */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    private static final String MISSING =
            "TOKEN_KEYSET or TOKEN_KEYSET_FILE must be set when DATABASE_URL is: Mailkeep stores no token without a key"
                    + " of yours. README, “Running for real”, says how to make one.";

    @Bean
    Vault vault(
            MailkeepSettings settings,
            ObjectProvider<EmbeddedPostgresServer> embedded,
            @Value("${mailkeep.token-keyset}") String keyset,
            @Value("${mailkeep.token-keyset-file}") String file) {
        return new Vault(keyset(settings, embedded.getIfAvailable() != null, keyset, file));
    }

    private static KeysetHandle keyset(MailkeepSettings settings, boolean embedded, String keyset, String file) {
        if (!keyset.isBlank()) {
            return Keysets.parse(keyset);
        }
        if (!file.isBlank()) {
            return Keysets.read(Path.of(file));
        }
        if (!embedded) {
            throw new IllegalStateException(MISSING);
        }
        return Keysets.readOrCreate(settings.dataDirectory().resolve("token-keyset.json"));
    }
}

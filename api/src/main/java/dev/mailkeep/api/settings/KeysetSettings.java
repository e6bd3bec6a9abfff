package dev.mailkeep.api.settings;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.token.KeyManagement;
import dev.mailkeep.activities.token.KeysetFile;
import dev.mailkeep.activities.token.KeysetFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the keyset is: in the environment, in a file, or, beside the embedded database only, in a file of our own. Anywhere
 * else a made-up key would be lost with the machine, and every token with it.
 *
 * @param keyset {@code TOKEN_KEYSET}, which wins; a secret
 * @param file {@code TOKEN_KEYSET_FILE}
 * @param kek {@code TOKEN_KEYSET_KEK}: the key of a key management service that the keyset is encrypted with
 * @param embedded whether the database is our own
 */
public record KeysetSettings(String keyset, String file, String kek, Path dataDirectory, boolean embedded) {

    private static final String MISSING =
            "TOKEN_KEYSET or TOKEN_KEYSET_FILE must be set when DATABASE_URL is: Mailkeep stores no token without a key"
                    + " of yours. docs/running.md says how to make one.";

    /** As the process's environment says, without Spring. */
    public static KeysetSettings of(Map<String, String> environment) {
        return new KeysetSettings(
                environment.getOrDefault("TOKEN_KEYSET", ""),
                environment.getOrDefault("TOKEN_KEYSET_FILE", ""),
                environment.getOrDefault("TOKEN_KEYSET_KEK", ""),
                DatabaseAccess.dataDirectory(environment),
                DatabaseAccess.isEmbedded(environment));
    }

    /** How the keyset is written. Asks the key management service, if there is one. */
    public KeysetFormat format() {
        return kek.isBlank() ? KeysetFormat.CLEAR : KeysetFormat.under(KeyManagement.key(kek));
    }

    /**
     * The file that the keyset is in; empty when it is in the environment.
     *
     * @throws RefusedToStart when it is nowhere
     */
    public Optional<KeysetFile> keysetFile() {
        if (!keyset.isBlank()) {
            return Optional.empty();
        }
        if (file.isBlank() && !embedded) {
            throw new RefusedToStart(MISSING);
        }
        Path path = file.isBlank() ? dataDirectory.resolve("token-keyset.json") : Path.of(file);
        return Optional.of(new KeysetFile(path, format()));
    }

    /**
     * The keyset; made where there may be none yet.
     *
     * @throws RefusedToStart when there is none that may be used
     */
    public KeysetHandle load() {
        return keysetFile()
                .map(found -> file.isBlank() ? found.readOrCreate() : found.read())
                .orElseGet(() -> format().parse(keyset));
    }

    /** Never the keyset. */
    @Override
    public String toString() {
        return "KeysetSettings[]";
    }
}

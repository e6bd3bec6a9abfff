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
 * Where the keyset is: in the environment, in a file that the operator names or, with the embedded database only, in a
 * file of our own. Without the embedded database a keyset that we make would be lost with the machine, and every token
 * with it.
 *
 * @param keyset {@code TOKEN_KEYSET}, which takes precedence; a secret
 * @param file {@code TOKEN_KEYSET_FILE}
 * @param kek {@code TOKEN_KEYSET_KEK}: the key of a key management service that encrypts the keyset
 * @param embedded whether the database is embedded
 */
public record KeysetSettings(String keyset, String file, String kek, Path dataDirectory, boolean embedded) {

    private static final String MISSING =
            "TOKEN_KEYSET or TOKEN_KEYSET_FILE must be set when DATABASE_URL is: Mailkeep stores no token without a key"
                    + " of your own. docs/running.md says how to make one.";

    /** Reads the process's environment, without Spring. */
    public static KeysetSettings of(Map<String, String> environment) {
        return new KeysetSettings(
                environment.getOrDefault("TOKEN_KEYSET", ""),
                environment.getOrDefault("TOKEN_KEYSET_FILE", ""),
                environment.getOrDefault("TOKEN_KEYSET_KEK", ""),
                DatabaseAccess.dataDirectory(environment),
                DatabaseAccess.isEmbedded(environment));
    }

    /** The format of the keyset. Asks the key management service, if one is configured. */
    public KeysetFormat format() {
        return kek.isBlank() ? KeysetFormat.CLEAR : KeysetFormat.under(KeyManagement.key(kek));
    }

    /**
     * The file that holds the keyset; empty when the keyset is in the environment.
     *
     * @throws RefusedToStart when no keyset is configured
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
     * Loads the keyset; makes one if the file is our own and does not exist yet.
     *
     * @throws RefusedToStart when there is no keyset that may be used
     */
    public KeysetHandle load() {
        return keysetFile()
                .map(found -> file.isBlank() ? found.readOrCreate() : found.read())
                .orElseGet(() -> format().parse(keyset));
    }

    /** Leaves out the keyset. */
    @Override
    public String toString() {
        return "KeysetSettings[]";
    }
}

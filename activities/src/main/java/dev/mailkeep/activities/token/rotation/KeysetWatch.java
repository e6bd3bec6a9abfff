package dev.mailkeep.activities.token.rotation;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.token.KeysetFile;
import dev.mailkeep.activities.token.Keysets;
import dev.mailkeep.activities.token.Vault;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Loads the keyset file when it has changed, so that no process has to be restarted. A file that is torn, unfit or
 * lacks a needed key is not loaded: the vault keeps its keyset, and the log says why, once.
 */
public final class KeysetWatch {

    private static final Logger log = LoggerFactory.getLogger(KeysetWatch.class);

    private final KeysetFile file;
    private final Vault vault;
    private final SealedSecrets secrets;
    private @Nullable String loaded;
    private @Nullable String reported;

    public KeysetWatch(KeysetFile file, Vault vault, JdbcClient jdbc) {
        this.file = file;
        this.vault = vault;
        this.secrets = new SealedSecrets(jdbc);
    }

    /**
     * Loads the file if it has changed.
     *
     * @return whether the vault has other keys now, or another primary key
     */
    public boolean loadIfChanged() {
        String content = "";
        try {
            content = file.content();
            if (content.equals(loaded)) {
                reported = null;
                return false;
            }
            boolean changed = use(file.parse(content));
            loaded = content;
            reported = null;
            return changed;
        } catch (IOException unreadable) {
            report(content, "It can't be read: " + unreadable.getClass().getSimpleName());
        } catch (DataAccessException away) {
            report(content, "PostgreSQL can't be asked whether it has every key that is needed");
        } catch (RefusedToStart | RotationRefused refused) {
            report(content, String.valueOf(refused.getMessage()));
        }
        return false;
    }

    private boolean use(KeysetHandle keyset) {
        Set<Long> before = new TreeSet<>(vault.keyIds());
        long primaryBefore = vault.primaryKeyId();
        Set<Long> lacking = secrets.counts().stream()
                .map(SealedSecrets.Count::keyId)
                .filter(id -> id != null && before.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
        Keysets.keys(keyset).stream().filter(Keysets.Key::enabled).forEach(key -> lacking.remove(key.id()));
        if (!lacking.isEmpty()) {
            throw new RotationRefused("It lacks " + lacking + ", under which secrets are stored");
        }
        vault.use(keyset);
        if (before.equals(vault.keyIds()) && primaryBefore == vault.primaryKeyId()) {
            return false;
        }
        log.info(
                "Loaded the changed token keyset: its keys are {}, and {} encrypts",
                new TreeSet<>(vault.keyIds()),
                vault.primaryKeyId());
        return true;
    }

    private void report(String content, String why) {
        if (!content.equals(reported)) {
            log.warn("The token keyset in {} can't be used; the previous one stays in use. {}", file.path(), why);
            reported = content;
        }
    }
}

package dev.mailkeep.api.keys;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.token.KeysetFile;
import dev.mailkeep.activities.token.Keysets;
import dev.mailkeep.activities.token.rotation.KeysetReaders;
import dev.mailkeep.activities.token.rotation.Rotation;
import dev.mailkeep.activities.token.rotation.SealedSecrets;
import dev.mailkeep.api.settings.DatabaseAccess;
import dev.mailkeep.api.settings.KeysetSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The steps of a rotation, on the keyset and the database that the environment names. */
final class RotationCommands {

    private final Map<String, String> environment;
    private final KeysetSettings settings;
    private final PrintStream out;
    private final PrintStream err;

    RotationCommands(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.settings = KeysetSettings.of(environment);
        this.out = out;
        this.err = err;
    }

    void list() {
        List<Keysets.Key> keyset = Keysets.keys(settings.keysetFile()
                .map(KeysetFile::read)
                .orElseGet(() -> settings.format().parse(settings.keyset())));
        onDatabase(jdbc -> KeysetListing.lines(
                        keyset, new SealedSecrets(jdbc.client()).counts(), new KeysetReaders(jdbc.client()).running())
                .forEach(out::println));
    }

    void add() {
        List<Keysets.Key> keys = Keysets.keys(change(Keysets::withNewKey).keyset());
        long added = keys.get(keys.size() - 1).id();
        err.println("Key " + added + " was added. Keep a copy of the changed keyset apart from the database's backups,"
                + " then: keys promote " + added);
    }

    void promote(long id) {
        onDatabase(database -> {
            Changed changed = change(keyset -> {
                database.rotation().requirePromotable(Keysets.keys(keyset), id);
                return Keysets.withPrimary(keyset, id);
            });
            database.rotation().note(AuditEvent.KEY_PROMOTED, id);
            err.println("Key " + id + " encrypts " + (changed.inPlace() ? "from now on" : "then")
                    + ". Running workers re-encrypt what is stored under other keys;"
                    + " “keys list” shows how far they are.");
        });
    }

    void retire(long id) {
        onDatabase(database -> {
            change(keyset -> {
                database.rotation().retire(Keysets.keys(keyset), id);
                return Keysets.without(keyset, id);
            });
            database.rotation().note(AuditEvent.KEY_RETIRED, id);
        });
        err.println("Key " + id + " was removed. What older backups of the database contain under it can't be read with"
                + " this keyset: keep an older copy of the keyset for as long as you keep such backups.");
    }

    private record Changed(KeysetHandle keyset, boolean inPlace) {}

    /**
     * Replaces the file. If the keyset is not in a file, or the file can't be replaced, prints what the operator must
     * put in its place.
     */
    private Changed change(UnaryOperator<KeysetHandle> change) {
        Optional<KeysetFile> file = settings.keysetFile();
        if (file.isEmpty()) {
            KeysetHandle changed = change.apply(settings.format().parse(settings.keyset()));
            print(changed, "TOKEN_KEYSET");
            return new Changed(changed, false);
        }
        try {
            return new Changed(file.get().change(change), true);
        } catch (KeysetFile.ReadOnly notOurs) {
            print(notOurs.changed(), file.get().path() + ", which can't be replaced from here");
            return new Changed(notOurs.changed(), false);
        }
    }

    private void print(KeysetHandle keyset, String place) {
        out.println(settings.format().write(keyset));
        err.println("Put the printed keyset in the place of " + place + ", and restart every Mailkeep process before"
                + " the next step. Until then nothing has changed for them.");
    }

    private record Database(JdbcClient client, Rotation rotation) {}

    private void onDatabase(Consumer<Database> work) {
        SingleConnectionDataSource connection = DatabaseAccess.of(environment);
        try {
            JdbcClient client = JdbcClient.create(connection);
            work.accept(new Database(
                    client, new Rotation(client, new TransactionTemplate(new JdbcTransactionManager(connection)))));
        } finally {
            connection.destroy();
        }
    }
}

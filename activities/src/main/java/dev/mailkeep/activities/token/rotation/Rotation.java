package dev.mailkeep.activities.token.rotation;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.token.Keysets;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The rules for changing a keyset while processes use it: nothing may be written that one of them can't open yet, and
 * no key may be removed that is still needed.
 */
public final class Rotation {

    /** The number of the lock, which the triggers of the schema use too. */
    private static final long LOCK = 7881696737254275443L;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final SealedSecrets secrets;
    private final KeysetReaders readers;
    private final AuditLog audit;

    public Rotation(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.secrets = new SealedSecrets(jdbc);
        this.readers = new KeysetReaders(jdbc);
        this.audit = new AuditLog(jdbc);
    }

    /**
     * Requires that a key may become the primary one.
     *
     * @throws RotationRefused while a running process does not hold it
     */
    public void requirePromotable(List<Keysets.Key> keyset, long id) {
        Keysets.Key key = key(keyset, id);
        if (!key.enabled()) {
            throw new RotationRefused("Key " + id + " is disabled.");
        }
        if (isRetired(id)) {
            throw new RotationRefused(
                    "Key " + id + " was retired: nothing is stored under it any more. Add a new one.");
        }
        long without = readers.running().stream()
                .filter(reader -> !reader.keyIds().contains(id))
                .count();
        if (without > 0) {
            throw new RotationRefused(
                    processes(without) + " without key " + id + " yet, which could not read what others"
                            + " store under it. A process loads a changed file within seconds; a process without a file must be"
                            + " restarted.");
        }
    }

    /**
     * Retires a key: from now on nothing can be stored under it. Afterwards it may be removed from the keyset.
     *
     * @throws RotationRefused while the key is needed
     */
    public void retire(List<Keysets.Key> keyset, long id) {
        if (key(keyset, id).primary()) {
            throw new RotationRefused("Key " + id + " is the primary one. Promote another first.");
        }
        transactions.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
            long writing = readers.running().stream()
                    .filter(reader -> reader.primaryKeyId() == id)
                    .count();
            if (writing > 0) {
                throw new RotationRefused(
                        processes(writing) + " that still encrypts with key " + id
                                + ". A process loads a changed file within seconds; a process without a file must be restarted.");
            }
            long under = secrets.under(id);
            if (under > 0) {
                throw new RotationRefused(
                        under + " stored secrets are under key " + id + ". Workers re-encrypt them a few"
                                + " seconds after the promotion, and open sign-ins end within ten minutes. If the number stays,"
                                + " the workers' log names what can't be read: reconnect or disconnect those mailboxes.");
            }
            jdbc.sql("insert into retired_keys (key_id) values (:id) on conflict do nothing")
                    .param("id", id)
                    .update();
        });
    }

    /** Writes to the audit log what an operator did with a key. */
    public void note(AuditEvent event, long id) {
        audit.record(null, null, event, Long.toString(id));
    }

    private boolean isRetired(long id) {
        return jdbc.sql("select exists (select from retired_keys where key_id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static Keysets.Key key(List<Keysets.Key> keyset, long id) {
        return keyset.stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .orElseThrow(() -> new RotationRefused("The keyset has no key " + id + "."));
    }

    private static String processes(long number) {
        return number == 1 ? "There is a running process" : "There are " + number + " running processes";
    }
}

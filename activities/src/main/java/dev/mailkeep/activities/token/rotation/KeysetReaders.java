package dev.mailkeep.activities.token.rotation;

import dev.mailkeep.activities.token.Vault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records which running processes hold which keys. */
public final class KeysetReaders {

    /** A process that was not heard of for this long has ended. Processes report four times in this time. */
    public static final Duration SILENCE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    public KeysetReaders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A running process. */
    public record Reader(Set<Long> keyIds, long primaryKeyId) {}

    /** Records that a process runs, and its keys. */
    public void present(UUID reader, Vault vault) {
        jdbc.sql("""
                        insert into keyset_readers (reader, key_ids, primary_key_id) values (:reader, :keys, :primary)
                        on conflict (reader) do update
                        set key_ids = excluded.key_ids, primary_key_id = excluded.primary_key_id, seen_at = now()
                        """)
                .param("reader", reader)
                .param("keys", vault.keyIds().toArray(Long[]::new))
                .param("primary", vault.primaryKeyId())
                .update();
        jdbc.sql("delete from keyset_readers where seen_at < now() - interval '1 hour'")
                .update();
    }

    /** Records that a process has ended. */
    public void gone(UUID reader) {
        jdbc.sql("delete from keyset_readers where reader = :reader")
                .param("reader", reader)
                .update();
    }

    /** The running processes. */
    public List<Reader> running() {
        return jdbc.sql("""
                        select key_ids, primary_key_id from keyset_readers
                        where seen_at > now() - make_interval(secs => :silence)
                        """)
                .param("silence", SILENCE.toSeconds())
                .query((row, n) -> new Reader(
                        Arrays.stream((Long[]) row.getArray("key_ids").getArray())
                                .collect(Collectors.toSet()),
                        row.getLong("primary_key_id")))
                .list();
    }
}

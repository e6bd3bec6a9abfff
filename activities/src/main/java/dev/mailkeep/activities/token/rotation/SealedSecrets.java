package dev.mailkeep.activities.token.rotation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the encrypted secrets in the database by their keys. */
public final class SealedSecrets {

    private final JdbcClient jdbc;

    public SealedSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where secrets are stored. */
    public enum Place {
        /** Refresh tokens of mailboxes. */
        TOKENS,
        /** Refresh tokens that wait to be revoked. */
        REVOCATIONS,
        /** Verifiers of open authorization flows; they expire by themselves within ten minutes. */
        FLOWS,
        /** The canary that shows whether a keyset is the right one. */
        CHECK
    }

    /**
     * The number of secrets of a place under one key.
     *
     * @param keyId null if the stored bytes are not a ciphertext
     */
    public record Count(Place place, @Nullable Long keyId, long secrets) {}

    /** Counts all secrets. */
    public List<Count> counts() {
        return jdbc.sql("""
                        select place, key_id_of(sealed) as key_id, count(*) as secrets
                        from (
                            select 'TOKENS' as place, refresh_token as sealed from oauth_tokens
                            union all
                            select 'REVOCATIONS', refresh_token from pending_revocations
                            union all
                            select 'FLOWS', verifier from oauth_attempts where used_at is null and expires_at > now()
                            union all
                            select 'CHECK', sealed from keyset_check
                        ) as secrets
                        group by 1, 2
                        """)
                .query((row, n) -> new Count(
                        Place.valueOf(row.getString("place")),
                        row.getObject("key_id", Long.class),
                        row.getLong("secrets")))
                .list();
    }

    /** How many secrets are under a key. */
    public long under(long keyId) {
        return sum(counts(), count -> count.keyId() != null && count.keyId() == keyId);
    }

    /** How many secrets are not under a key: those that still have to be re-encrypted, and those that can't be. */
    public long notUnder(long keyId) {
        return sum(
                counts(), count -> count.place() != Place.FLOWS && (count.keyId() == null || count.keyId() != keyId));
    }

    private static long sum(List<Count> counts, java.util.function.Predicate<Count> which) {
        return counts.stream().filter(which).mapToLong(Count::secrets).sum();
    }
}

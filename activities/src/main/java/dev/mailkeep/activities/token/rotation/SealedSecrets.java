package dev.mailkeep.activities.token.rotation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What lies encrypted in the database, counted by the key that it is under. */
public final class SealedSecrets {

    private final JdbcClient jdbc;

    public SealedSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where secrets lie. */
    public enum Place {
        /** Refresh tokens of mailboxes. */
        TOKENS,
        /** Refresh tokens that wait to be revoked. */
        REVOCATIONS,
        /** Verifiers of rounds to Google that are open; they end by themselves within ten minutes. */
        FLOWS,
        /** The constant by which a keyset is known to be the right one. */
        CHECK
    }

    /**
     * So many secrets of a place under one key.
     *
     * @param keyId null where it is no ciphertext at all
     */
    public record Count(Place place, @Nullable Long keyId, long secrets) {}

    /** All there are. */
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

    /** How many are under a key. */
    public long under(long keyId) {
        return sum(counts(), count -> count.keyId() != null && count.keyId() == keyId);
    }

    /** How many are not under a key, and will be encrypted anew or can't be. */
    public long notUnder(long keyId) {
        return sum(
                counts(), count -> count.place() != Place.FLOWS && (count.keyId() == null || count.keyId() != keyId));
    }

    private static long sum(List<Count> counts, java.util.function.Predicate<Count> which) {
        return counts.stream().filter(which).mapToLong(Count::secrets).sum();
    }
}

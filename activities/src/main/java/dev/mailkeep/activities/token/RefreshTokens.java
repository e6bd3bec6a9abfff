package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.activities.rows.RowIds;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refresh tokens, encrypted in PostgreSQL. Callers own the transactions. */
@Component
public final class RefreshTokens {

    private static final Logger log = LoggerFactory.getLogger(RefreshTokens.class);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final PendingRevocations waiting;

    RefreshTokens(JdbcClient jdbc, Vault vault, PendingRevocations waiting) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.waiting = waiting;
    }

    /**
     * The times when a grant was given and last used.
     *
     * @param lastRefreshed null before the first refresh
     */
    public record Age(Instant grantedAt, @Nullable Instant lastRefreshed) {}

    /**
     * Stores a grant in place of the previous one. The previous one is not revoked, because Google revokes by account.
     */
    public void save(GrantOwner owner, TokenEndpoint.Tokens tokens, String refreshToken) {
        jdbc.sql("""
                        insert into oauth_tokens
                            (id, user_id, mailbox_id, refresh_token, token_hash, prefix_hash, token_scope, granted_at,
                             expires_at, last_refreshed)
                        values (:id, :user, :mailbox, :token, :hash, :prefix, :scope, now(), :expires, now())
                        on conflict (mailbox_id) do update set
                            refresh_token = excluded.refresh_token, token_hash = excluded.token_hash,
                            prefix_hash = excluded.prefix_hash, token_scope = excluded.token_scope,
                            granted_at = excluded.granted_at, expires_at = excluded.expires_at,
                            last_refreshed = excluded.last_refreshed
                        """)
                .param("id", RowIds.next())
                .param("user", owner.userId())
                .param("mailbox", owner.mailboxId())
                .param("token", vault.seal(refreshToken, owner.place()))
                .param("hash", TokenDigests.ofToken(refreshToken))
                .param("prefix", TokenDigests.ofPrefix(refreshToken))
                .param("scope", String.join(" ", tokens.scopes()))
                .param("expires", Instants.timestamp(tokens.refreshTokenExpiresAt()))
                .update();
    }

    /** A refresh token, and the ciphertext that it was read from. */
    record Stored(String refreshToken, byte[] ciphertext) {
        @Override
        public String toString() {
            return "Stored[]";
        }
    }

    /**
     * The refresh token of a mailbox; empty if it has none.
     *
     * @throws Vault.Sealed when the present keyset can't open it
     */
    Optional<Stored> find(GrantOwner owner) {
        return jdbc.sql("select refresh_token from oauth_tokens where mailbox_id = :mailbox")
                .param("mailbox", owner.mailboxId())
                .query(byte[].class)
                .optional()
                .map(ciphertext -> new Stored(vault.open(ciphertext, owner.place()), ciphertext));
    }

    /** The age of the mailbox's grant; empty if it has none. */
    public Optional<Age> age(UUID mailboxId) {
        return jdbc.sql("select granted_at, last_refreshed from oauth_tokens where mailbox_id = :mailbox")
                .param("mailbox", mailboxId)
                .query((row, n) ->
                        new Age(row.getTimestamp("granted_at").toInstant(), Instants.of(row, "last_refreshed")))
                .optional();
    }

    /**
     * Records a refresh, and stores the new refresh token if Google issued one. Does nothing if the owner has
     * reconnected meanwhile, because the row then holds a newer grant. A row that was only re-encrypted under another
     * key still holds the same grant.
     */
    void refreshed(GrantOwner owner, Stored used, @Nullable String newRefreshToken) {
        Optional<Stored> present = Optional.of(used);
        while (present.isPresent() && !note(owner, present.get(), newRefreshToken)) {
            present = find(owner).filter(row -> row.refreshToken().equals(used.refreshToken()));
        }
    }

    private boolean note(GrantOwner owner, Stored present, @Nullable String newRefreshToken) {
        byte[] ciphertext = newRefreshToken == null ? null : vault.seal(newRefreshToken, owner.place());
        return jdbc.sql("""
                                update oauth_tokens
                                set last_refreshed = now(), refresh_token = coalesce(:token, refresh_token),
                                    token_hash = coalesce(:hash, token_hash), prefix_hash = coalesce(:prefix, prefix_hash)
                                where mailbox_id = :mailbox and refresh_token = :present
                                """)
                        .param("token", ciphertext, Types.BINARY)
                        .param(
                                "hash",
                                newRefreshToken == null ? null : TokenDigests.ofToken(newRefreshToken),
                                Types.BINARY)
                        .param(
                                "prefix",
                                newRefreshToken == null ? null : TokenDigests.ofPrefix(newRefreshToken),
                                Types.BINARY)
                        .param("mailbox", owner.mailboxId())
                        .param("present", present.ciphertext(), Types.BINARY)
                        .update()
                == 1;
    }

    /** The mailboxes whose refresh token has this double SHA-512. */
    public List<UUID> mailboxesByHash(byte[] doubleHash) {
        return jdbc.sql("select mailbox_id from oauth_tokens where token_hash = :hash order by mailbox_id")
                .param("hash", doubleHash)
                .query(UUID.class)
                .list();
    }

    /** The mailboxes whose refresh token begins like this. */
    public List<UUID> mailboxesByPrefix(String prefix) {
        return jdbc.sql("select mailbox_id from oauth_tokens where prefix_hash = :hash order by mailbox_id")
                .param("hash", TokenDigests.ofPrefix(prefix))
                .query(UUID.class)
                .list();
    }

    /**
     * The mailboxes without digests of their refresh token, so that it can't be found by what Google says of a token.
     */
    public List<UUID> mailboxesWithoutDigests() {
        return jdbc.sql("""
                        select mailbox_id from oauth_tokens
                        where token_hash is null or prefix_hash is null order by mailbox_id
                        """).query(UUID.class).list();
    }

    /** Destroys a grant that Google no longer honours. */
    public void destroy(UUID mailboxId) {
        jdbc.sql("delete from oauth_tokens where mailbox_id = :mailbox")
                .param("mailbox", mailboxId)
                .update();
    }

    /** What happened to a grant that was taken out of use. */
    public enum MoveResult {
        /** Google will be asked to revoke it. */
        QUEUED,
        /** The mailbox had no grant. */
        NO_TOKEN,
        /** The stored token can't be decrypted, so it can't be revoked. */
        UNREADABLE
    }

    /** Takes a grant out of use and keeps it only to revoke it. A grant that can't be read is dropped. */
    public MoveResult moveToPendingRevocations(GrantOwner owner) {
        boolean stored = age(owner.mailboxId()).isPresent();
        Optional<Stored> readable = readable(owner);
        readable.map(Stored::refreshToken).ifPresent(token -> waiting.add(owner, token));
        destroy(owner.mailboxId());
        if (readable.isPresent()) {
            return MoveResult.QUEUED;
        }
        return stored ? MoveResult.UNREADABLE : MoveResult.NO_TOKEN;
    }

    /** The stored grant, or empty if it can't be read: a damaged row must not keep a person from disconnecting. */
    private Optional<Stored> readable(GrantOwner owner) {
        try {
            return find(owner);
        } catch (Vault.Sealed damaged) {
            log.warn("The grant of mailbox {} can't be read, so it can't be revoked", owner.mailboxId());
            return Optional.empty();
        }
    }

    /**
     * Puts the same token under another key.
     *
     * @param read the ciphertext that was read
     * @return false if the row holds another one by now
     */
    public boolean replaceCiphertext(UUID id, byte[] read, byte[] sealed) {
        return jdbc.sql("update oauth_tokens set refresh_token = :sealed where id = :id and refresh_token = :read")
                        .param("sealed", sealed)
                        .param("id", id)
                        .param("read", read)
                        .update()
                == 1;
    }
}

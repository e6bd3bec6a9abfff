package dev.mailkeep.activities.token;

import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.disconnect.Receipts.ByHand;
import dev.mailkeep.activities.rows.RowIds;
import dev.mailkeep.activities.token.Vault.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refresh tokens that are kept only to be revoked, encrypted in PostgreSQL. Callers own the transactions. */
@Component
public final class PendingRevocations {

    private static final Logger log = LoggerFactory.getLogger(PendingRevocations.class);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Receipts receipts;

    PendingRevocations(JdbcClient jdbc, Vault vault, Receipts receipts) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.receipts = receipts;
    }

    void add(GrantOwner owner, String token) {
        UUID id = RowIds.next();
        jdbc.sql("""
                        insert into pending_revocations (id, mailbox_id, issuer, google_sub, refresh_token)
                        values (:id, :mailbox, :issuer, :sub, :token)
                        """)
                .param("id", id)
                .param("mailbox", owner.mailboxId())
                .param("issuer", owner.issuer())
                .param("sub", owner.googleSub())
                .param("token", vault.seal(token, Place.pendingRevocation(id, owner.issuer(), owner.googleSub())))
                .update();
    }

    /** A grant that waits for its revocation. */
    record Pending(UUID id, UUID mailboxId, String issuer, String googleSub, String refreshToken) {
        @Override
        public String toString() {
            return "Pending[" + id + "]";
        }
    }

    /**
     * The grants that wait to be revoked, of one mailbox or of all. A token that can't be read does not hold up the
     * others.
     */
    List<Pending> all(@Nullable UUID mailboxId) {
        return jdbc.sql("""
                        select id, mailbox_id, issuer, google_sub, refresh_token from pending_revocations
                        where cast(:mailbox as uuid) is null or mailbox_id = :mailbox
                        """).param("mailbox", mailboxId, Types.OTHER).query((row, n) -> pending(row)).list().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Pending> pending(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String issuer = row.getString("issuer");
        String sub = row.getString("google_sub");
        try {
            String token = vault.open(row.getBytes("refresh_token"), Place.pendingRevocation(id, issuer, sub));
            return Optional.of(new Pending(id, row.getObject("mailbox_id", UUID.class), issuer, sub, token));
        } catch (Vault.Sealed damaged) {
            log.warn("A grant that waits to be revoked can't be read: {}", id);
            return Optional.empty();
        }
    }

    void forget(UUID id) {
        jdbc.sql("delete from pending_revocations where id = :id")
                .param("id", id)
                .update();
    }

    /**
     * Cancels the revocations of an account that connects again: they would end its new grant. Waits for a revocation
     * that is under way; the receipts then say that the grant was kept.
     */
    public void cancel(String issuer, String googleSub) {
        jdbc.sql("""
                        delete from pending_revocations where issuer = :issuer and google_sub = :sub
                        returning mailbox_id
                        """)
                .param("issuer", issuer)
                .param("sub", googleSub)
                .query(UUID.class)
                .set()
                .forEach(receipts::grantKept);
    }

    /** Drops the revocations that have failed for this long, and says so in the receipts. */
    void giveUp(Duration after) {
        jdbc.sql("""
                        delete from pending_revocations where created_at < now() - make_interval(secs => :seconds)
                        returning mailbox_id
                        """)
                .param("seconds", after.toSeconds())
                .query(UUID.class)
                .set()
                .forEach(mailbox -> receipts.byHand(mailbox, ByHand.NOT_POSSIBLE));
    }

    /** Records that Google could not be asked. */
    void failed(Pending pending) {
        jdbc.sql("update pending_revocations set attempts = attempts + 1 where id = :id")
                .param("id", pending.id())
                .update();
        receipts.byHand(pending.mailboxId(), ByHand.WHILE_RETRYING);
    }

    /**
     * Locks a revocation, so that it can't be cancelled until the transaction ends. False if it was already cancelled
     * or done.
     */
    boolean hold(UUID id) {
        return jdbc.sql("select id from pending_revocations where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /**
     * Puts the same token under another key.
     *
     * @param read the ciphertext that was read
     * @return false if the row holds another one by now, or is gone
     */
    public boolean replaceCiphertext(UUID id, byte[] read, byte[] sealed) {
        return jdbc.sql(
                                "update pending_revocations set refresh_token = :sealed where id = :id and refresh_token = :read")
                        .param("sealed", sealed)
                        .param("id", id)
                        .param("read", read)
                        .update()
                == 1;
    }
}

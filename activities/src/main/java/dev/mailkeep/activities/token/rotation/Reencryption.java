package dev.mailkeep.activities.token.rotation;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.activities.token.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Re-encrypts under the primary key what is stored under other keys, a batch at a time. A row is written only if it
 * still holds the bytes that were read, so a reconnect, refresh or disconnect meanwhile wins. Verifiers of
 * authorization flows are left to expire by themselves.
 */
public final class Reencryption {

    private static final Logger log = LoggerFactory.getLogger(Reencryption.class);

    private static final int BATCH = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** A table of secrets; each query names the parts that a ciphertext is bound to. */
    private enum Table {
        OAUTH_TOKENS("""
                select t.id, t.refresh_token as sealed, m.id as mailbox_id, m.user_id, m.issuer, m.google_sub
                from oauth_tokens t join mailboxes m on m.id = t.mailbox_id
                where t.id > :after and key_id_of(t.refresh_token) = any(:others)
                order by t.id limit :batch
                """) {
            @Override
            Vault.Place place(ResultSet row) throws SQLException {
                return Vault.Place.refreshToken(
                        row.getObject("mailbox_id", UUID.class),
                        row.getObject("user_id", UUID.class),
                        row.getString("issuer"),
                        row.getString("google_sub"));
            }
        },
        PENDING_REVOCATIONS("""
                select id, refresh_token as sealed, mailbox_id, issuer, google_sub from pending_revocations
                where id > :after and key_id_of(refresh_token) = any(:others)
                order by id limit :batch
                """) {
            @Override
            Vault.Place place(ResultSet row) throws SQLException {
                return Vault.Place.pendingRevocation(
                        row.getObject("id", UUID.class), row.getString("issuer"), row.getString("google_sub"));
            }
        };

        private final String select;

        Table(String select) {
            this.select = select;
        }

        abstract Vault.Place place(ResultSet row) throws SQLException;
    }

    private record Row(UUID id, UUID mailboxId, byte[] sealed, Vault.Place place) {}

    /**
     * What a step did.
     *
     * @param renewed how many secrets were re-encrypted
     * @param more whether the next step should come at once
     */
    public record Step(int renewed, boolean more) {}

    private final JdbcClient jdbc;
    private final Vault vault;
    private final RefreshTokens tokens;
    private final PendingRevocations waiting;
    private final Map<Table, UUID> doneUpTo = new HashMap<>();
    private final Set<UUID> damaged = new HashSet<>();

    public Reencryption(JdbcClient jdbc, Vault vault, RefreshTokens tokens, PendingRevocations waiting) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.tokens = tokens;
        this.waiting = waiting;
    }

    /** Re-encrypts a batch of each table, continuing where the step before ended. */
    public Step step() {
        Long[] others =
                vault.keyIds().stream().filter(id -> id != vault.primaryKeyId()).toArray(Long[]::new);
        if (others.length == 0) {
            return new Step(0, false);
        }
        int renewed = 0;
        boolean more = false;
        for (Table table : Table.values()) {
            List<Row> rows = rows(table, others);
            for (Row row : rows) {
                renewed += renew(table, row);
            }
            boolean full = rows.size() == BATCH;
            doneUpTo.put(table, full ? rows.get(BATCH - 1).id() : BEFORE_ALL);
            more |= full;
        }
        renewed += check(others);
        if (renewed > 0) {
            log.info("{} stored secrets are now encrypted with key {}", renewed, vault.primaryKeyId());
        }
        return new Step(renewed, more);
    }

    private List<Row> rows(Table table, Long[] others) {
        return jdbc.sql(table.select)
                .param("after", doneUpTo.getOrDefault(table, BEFORE_ALL))
                .param("others", others)
                .param("batch", BATCH)
                .query((row, n) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getObject("mailbox_id", UUID.class),
                        row.getBytes("sealed"),
                        table.place(row)))
                .list();
    }

    private int renew(Table table, Row row) {
        try {
            byte[] sealed = vault.seal(vault.open(row.sealed(), row.place()), row.place());
            boolean replaced = switch (table) {
                case OAUTH_TOKENS -> tokens.replaceCiphertext(row.id(), row.sealed(), sealed);
                case PENDING_REVOCATIONS -> waiting.replaceCiphertext(row.id(), row.sealed(), sealed);
            };
            return replaced ? 1 : 0;
        } catch (Vault.Sealed unreadable) {
            if (damaged.add(row.id())) {
                log.warn("A stored token of mailbox {} can't be read, and stays under its key", row.mailboxId());
            }
            return 0;
        }
    }

    private int check(Long[] others) {
        Vault.Place place = Vault.Place.keysetCheck();
        int renewed = 0;
        for (byte[] sealed : jdbc.sql("select sealed from keyset_check where key_id_of(sealed) = any(:others)")
                .param("others", others)
                .query(byte[].class)
                .list()) {
            renewed +=
                    KeysetCheck.replaceCiphertext(jdbc, sealed, vault.seal(vault.open(sealed, place), place)) ? 1 : 0;
        }
        return renewed;
    }
}

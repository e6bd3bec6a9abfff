package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads the mailbox's row, and lets changes through only under the fence. */
@Component
public final class Mailboxes {

    private static final String SELECT = """
            select m.*, array(select sender from watched_senders s where s.mailbox_id = m.id order by sender) as senders
            from mailboxes m
            where m.id = :id
            """;

    private static final int MAX_ATTEMPTS = 3;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Mailboxes(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The attempt read an older generation of the mailbox: what it found out no longer counts. */
    public static final class Superseded extends RuntimeException {
        public Superseded() {
            super("The mailbox has moved on");
        }
    }

    public Optional<MailboxRow> find(UUID id) {
        return jdbc.sql(SELECT).param("id", id).query(Mailboxes::row).optional();
    }

    /** The row, locked until the transaction ends, so that all changes of one mailbox happen one after the other. */
    public Optional<MailboxRow> lock(UUID id) {
        // Two statements: only a statement that starts under the lock sees the senders that were committed before it.
        jdbc.sql("select id from mailboxes where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return find(id);
    }

    /**
     * Changes a mailbox in one transaction, if its generation is still the one that was seen.
     *
     * @param change gets the row as it is now, locked; its senders may be newer than those seen. It may run again
     * @throws Superseded when the generation has moved on or the mailbox is gone; nothing is changed then
     */
    public <T> T commit(MailboxRow seen, Function<MailboxRow, T> change) {
        for (int attempt = 1; true; attempt++) {
            try {
                return transactions.execute(status -> {
                    MailboxRow now = lock(seen.id()).orElseThrow(Superseded::new);
                    if (now.generation() != seen.generation()) {
                        throw new Superseded();
                    }
                    return change.apply(now);
                });
            } catch (ConcurrencyFailureException contended) {
                // With a deadlock or a serialization failure PostgreSQL asks for another try.
                if (attempt == MAX_ATTEMPTS) {
                    throw contended;
                }
            }
        }
    }

    /** Deletes a mailbox with everything that is stored for it. */
    public void delete(MailboxRow locked) {
        jdbc.sql("delete from mailboxes where id = :id")
                .param("id", locked.id())
                .update();
    }

    private static MailboxRow row(ResultSet row, int number) throws SQLException {
        BigDecimal historyId = row.getBigDecimal("history_id");
        return new MailboxRow(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("issuer"),
                row.getString("google_sub"),
                row.getLong("generation"),
                row.getLong("senders_version"),
                List.of((String[]) row.getArray("senders").getArray()),
                Desired.valueOf(row.getString("desired_state")),
                Condition.valueOf(row.getString("condition")),
                row.getString("cause"),
                row.getLong("command_version"),
                historyId == null ? null : historyId.toBigIntegerExact(),
                Instants.of(row, "last_check_at"),
                Instants.of(row, "next_check_at"),
                Instants.of(row, "last_audit_at"),
                Instants.of(row, "throttled_until"),
                row.getInt("consecutive_throttles"),
                Duration.ofSeconds(row.getInt("sync_interval_seconds")));
    }
}

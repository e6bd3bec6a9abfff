package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.rows.RowIds;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Mailboxes that get a fresh grant. Callers own the transactions. */
@Component
public final class NewGrants {

    private final JdbcClient jdbc;

    NewGrants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A user's mailbox for a Google account; adds it when it is missing. */
    public UUID getOrAdd(UUID userId, String issuer, String googleSub, String email, Duration syncInterval) {
        return jdbc.sql("""
                        insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                        values (:id, :user, :issuer, :sub, :email, :interval)
                        on conflict (user_id, google_sub) do update set email = excluded.email
                        returning id
                        """)
                .param("id", RowIds.next())
                .param("user", userId)
                .param("issuer", issuer)
                .param("sub", googleSub)
                .param("email", email)
                .param("interval", syncInterval.toSeconds())
                .query(UUID.class)
                .single();
    }

    /**
     * A mailbox got a new grant. Clears what stood in its way, and raises the generation, so that what attempts under
     * the old grant find out no longer counts. Needs the row's lock.
     */
    public void granted(UUID mailboxId, String email) {
        jdbc.sql("""
                        update mailboxes
                        set email = :email, generation = generation + 1, condition = 'OK', cause = null,
                            condition_since = null, failure_type = null, next_attempt_at = null, throttled_until = null,
                            consecutive_throttles = 0
                        where id = :id
                        """).param("email", email).param("id", mailboxId).update();
    }
}

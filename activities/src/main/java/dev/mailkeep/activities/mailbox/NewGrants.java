package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.rows.RowIds;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Mailboxes that get a fresh grant. Callers own the transactions. */
@Component
public final class NewGrants {

    private final JdbcClient jdbc;
    private final Mailboxes mailboxes;
    private final ChangeFeed feed;

    NewGrants(JdbcClient jdbc, Mailboxes mailboxes, ChangeFeed feed) {
        this.jdbc = jdbc;
        this.mailboxes = mailboxes;
        this.feed = feed;
    }

    /**
     * A user's mailbox for a Google account, with its row locked; adds it when it is missing.
     *
     * @param syncInterval of a mailbox that is added
     * @return empty while that mailbox is being disconnected
     */
    public Optional<MailboxRow> lockOrAdd(
            UUID userId, String issuer, String googleSub, String email, Duration syncInterval) {
        UUID id = jdbc.sql("select id from mailboxes where user_id = :user and google_sub = :sub")
                .param("user", userId)
                .param("sub", googleSub)
                .query(UUID.class)
                .optional()
                .orElseGet(() -> add(userId, issuer, googleSub, email, syncInterval));
        return mailboxes.lock(id).filter(row -> row.desired() != Desired.DISCONNECT);
    }

    /** Another request may have added it meanwhile. */
    private UUID add(UUID userId, String issuer, String googleSub, String email, Duration syncInterval) {
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
     * A mailbox got a new grant. Clears what prevented syncing, and raises the generation, so that what attempts under
     * the old grant find out no longer counts. An activity that commits under the old generation commits before this,
     * or not at all.
     */
    public void granted(MailboxRow locked, String email) {
        jdbc.sql("""
                        update mailboxes
                        set email = :email, generation = generation + 1, condition = 'OK', cause = null,
                            condition_since = null, %s
                        where id = :id
                        """.formatted(Conditions.NOTHING_FAILS))
                .param("email", email)
                .param("id", locked.id())
                .update();
        feed.announce(locked.userId(), locked.id(), ChangeFeed.Kind.MAILBOX);
    }
}

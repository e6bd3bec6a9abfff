package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.rows.RowIds;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The people who use Mailkeep, each known by one Google account. Google's id of an account (issuer and subject) never
 * changes; its address may.
 */
@Component
public final class People {

    private final JdbcClient jdbc;

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A person, and the present address of the account they sign in with. */
    public record User(UUID id, String email) {}

    public Optional<User> find(UUID id) {
        return find(jdbc, id);
    }

    /**
     * The same for a person's own request.
     *
     * @param reads the database client for people's requests, so that nothing else waits for this read
     */
    public Optional<User> find(JdbcClient reads, UUID id) {
        return reads.sql("select id, email from users where id = :id")
                .param("id", id)
                .query(User.class)
                .optional();
    }

    /** The person who signs in with this Google account; empty for a stranger. */
    public Optional<UUID> withAccount(String issuer, String googleSub) {
        return jdbc.sql("select id from users where issuer = :issuer and google_sub = :sub")
                .param("issuer", issuer)
                .param("sub", googleSub)
                .query(UUID.class)
                .optional();
    }

    /** The person who signs in with this Google account, with its present address; adds them when they are missing. */
    public User getOrAdd(String issuer, String googleSub, String email) {
        return jdbc.sql("""
                        insert into users (id, issuer, google_sub, email) values (:id, :issuer, :sub, :email)
                        on conflict (issuer, google_sub) do update set email = excluded.email
                        returning id, email
                        """)
                .param("id", RowIds.next())
                .param("issuer", issuer)
                .param("sub", googleSub)
                .param("email", email)
                .query(User.class)
                .single();
    }

    /** Stores an account's present address; empty when no person signs in with that account. */
    public Optional<User> hasAddress(String issuer, String googleSub, String email) {
        return jdbc.sql("""
                        update users set email = :email where issuer = :issuer and google_sub = :sub
                        returning id, email
                        """)
                .param("email", email)
                .param("issuer", issuer)
                .param("sub", googleSub)
                .query(User.class)
                .optional();
    }

    /**
     * Lets a person sign in with the account that has their address now. Does so only if the account with which they
     * signed in before had the same address, its mailbox waits to be reconnected, so that it can't come back, and no
     * other person has the new account.
     *
     * @return whether that changed anything
     */
    public boolean moveToNewAccount(UUID userId, String issuer, String googleSub, String email) {
        return jdbc.sql("""
                                update users u set google_sub = :sub
                                where u.id = :user and u.issuer = :issuer and u.google_sub <> :sub
                                  and lower(u.email) = lower(:email)
                                  and exists (select from mailboxes m
                                              where m.user_id = u.id and m.google_sub = u.google_sub
                                                and m.condition = 'NEEDS_RECONNECT')
                                  and not exists (select from users other
                                                  where other.issuer = :issuer and other.google_sub = :sub)
                                """)
                        .param("user", userId)
                        .param("issuer", issuer)
                        .param("sub", googleSub)
                        .param("email", email)
                        .update()
                > 0;
    }

    /** Deletes a person with everything that is stored for them. */
    public void delete(UUID userId) {
        jdbc.sql("delete from users where id = :user").param("user", userId).update();
    }
}

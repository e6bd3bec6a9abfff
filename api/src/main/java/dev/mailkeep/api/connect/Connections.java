package dev.mailkeep.api.connect;

import com.fasterxml.uuid.Generators;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.TokenEndpoint.Tokens;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.token.GrantOwner;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.workflows.contract.Orders.Desired;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** People and their grants in PostgreSQL: user, mailbox and encrypted refresh token in one transaction, or nothing. */
@Component
class Connections {

    private final JdbcClient jdbc;
    private final RefreshTokens tokens;
    private final PendingRevocations waiting;
    private final Mailboxes mailboxes;
    private final AccountsMadeAnew madeAnew;
    private final AuditLog audit;
    private final ChangeFeed feed;
    private final GoogleSettings google;
    private final MailkeepSettings settings;

    Connections(
            JdbcClient jdbc,
            RefreshTokens tokens,
            PendingRevocations waiting,
            Mailboxes mailboxes,
            AccountsMadeAnew madeAnew,
            AuditLog audit,
            ChangeFeed feed,
            GoogleSettings google,
            MailkeepSettings settings) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.waiting = waiting;
        this.mailboxes = mailboxes;
        this.madeAnew = madeAnew;
        this.audit = audit;
        this.feed = feed;
        this.google = google;
        this.settings = settings;
    }

    /** A user. */
    record User(UUID id, String email) {}

    /** A mailbox that now holds a fresh grant. */
    record Connected(User user, UUID mailboxId, String email) {}

    Optional<User> user(UUID id) {
        return jdbc.sql("select id, email from users where id = :id")
                .param("id", id)
                .query(User.class)
                .optional();
    }

    /** Who signs in with this Google account; empty for a stranger. */
    Optional<UUID> personOf(Identity identity) {
        return jdbc.sql("select id from users where issuer = :issuer and google_sub = :sub")
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .query(UUID.class)
                .optional();
    }

    /** The user with a Google account, their address brought up to date; empty for a stranger. */
    @Transactional
    public Optional<User> signIn(Identity identity) {
        return jdbc.sql("""
                        update users set email = :email where issuer = :issuer and google_sub = :sub
                        returning id, email
                        """)
                .param("email", identity.email())
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .query(User.class)
                .optional()
                .map(user -> {
                    audit.record(user.id(), null, "signed-in", null);
                    return user;
                });
    }

    /** The mailbox of a user that holds this Google account, if there is one. */
    Optional<UUID> mailboxOf(UUID userId, String sub) {
        return jdbc.sql("select id from mailboxes where user_id = :user and google_sub = :sub")
                .param("user", userId)
                .param("sub", sub)
                .query(UUID.class)
                .optional();
    }

    /** Which Google account a mailbox of a user holds, as subject and address. */
    Optional<Identity> accountOf(UUID userId, UUID mailboxId) {
        return jdbc.sql("select google_sub, email from mailboxes where id = :id and user_id = :user")
                .param("id", mailboxId)
                .param("user", userId)
                .query((row, n) -> new Identity(row.getString("google_sub"), row.getString("email")))
                .optional();
    }

    /** The mailbox is still being taken down. */
    static final class StillLeaving extends RuntimeException {}

    /**
     * Stores a grant: of a new mailbox, or in the place of the one that the user's mailbox of this account had.
     *
     * @param userId who is signed in; null: whoever has this Google account, made if need be
     * @throws StillLeaving when that mailbox is being disconnected
     */
    @Transactional
    public Connected connect(
            @Nullable UUID userId, Identity identity, GmailApi.Account account, Tokens granted, String refreshToken) {
        User user = userId == null ? userOf(identity) : present(userId, identity);
        UUID mailboxId = mailboxOf(user.id(), identity.sub()).orElseGet(() -> insert(user, identity));
        // Locked before it is changed: an activity that commits under the old generation goes first or not at all.
        boolean leaving = mailboxes
                .lock(mailboxId)
                .map(row -> row.desired() == Desired.DISCONNECT)
                .orElse(true);
        if (leaving) {
            throw new StillLeaving();
        }
        jdbc.sql("""
                        update mailboxes
                        set email = :email, generation = generation + 1, condition = 'OK', cause = null,
                            condition_since = null, trouble = null, next_attempt_at = null, throttled_until = null,
                            throttles = 0
                        where id = :id
                        """)
                .param("email", account.emailAddress())
                .param("id", mailboxId)
                .update();
        tokens.save(new GrantOwner(mailboxId, user.id(), google.issuer(), identity.sub()), granted, refreshToken);
        waiting.cancel(google.issuer(), identity.sub());
        madeAnew.met(user.id(), identity);
        audit.record(user.id(), mailboxId, "connected", null);
        feed.announce(user.id(), mailboxId, ChangeFeed.Kind.MAILBOX);
        return new Connected(user, mailboxId, account.emailAddress());
    }

    /** Who is signed in, with their present address if that is their account. */
    private User present(UUID userId, Identity identity) {
        jdbc.sql("update users set email = :email where id = :id and issuer = :issuer and google_sub = :sub")
                .param("email", identity.email())
                .param("id", userId)
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .update();
        return user(userId).orElseThrow();
    }

    private User userOf(Identity identity) {
        return jdbc.sql("""
                        insert into users (id, issuer, google_sub, email) values (:id, :issuer, :sub, :email)
                        on conflict (issuer, google_sub) do update set email = excluded.email
                        returning id, email
                        """)
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .param("email", identity.email())
                .query(User.class)
                .single();
    }

    private UUID insert(User user, Identity identity) {
        return jdbc.sql("""
                        insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                        values (:id, :user, :issuer, :sub, :email, :interval)
                        on conflict (user_id, google_sub) do update set email = excluded.email
                        returning id
                        """)
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("user", user.id())
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .param("email", identity.email())
                .param("interval", settings.syncInterval().toSeconds())
                .query(UUID.class)
                .single();
    }
}

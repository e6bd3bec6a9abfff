package dev.mailkeep.api.connect;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.TokenEndpoint.Tokens;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.NewGrants;
import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.activities.mailbox.People.User;
import dev.mailkeep.activities.token.GrantOwner;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
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
    private final People people;
    private final NewGrants grants;
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
            People people,
            NewGrants grants,
            RefreshTokens tokens,
            PendingRevocations waiting,
            Mailboxes mailboxes,
            AccountsMadeAnew madeAnew,
            AuditLog audit,
            ChangeFeed feed,
            GoogleSettings google,
            MailkeepSettings settings) {
        this.jdbc = jdbc;
        this.people = people;
        this.grants = grants;
        this.tokens = tokens;
        this.waiting = waiting;
        this.mailboxes = mailboxes;
        this.madeAnew = madeAnew;
        this.audit = audit;
        this.feed = feed;
        this.google = google;
        this.settings = settings;
    }

    /** A mailbox that now holds a fresh grant. */
    record Connected(User user, UUID mailboxId, String email) {}

    Optional<User> user(UUID id) {
        return people.find(id);
    }

    /** The user who signs in with this Google account; empty for a stranger. */
    Optional<UUID> personOf(Identity identity) {
        return people.withAccount(google.issuer(), identity.sub());
    }

    /** The user with a Google account, their address brought up to date; empty for a stranger. */
    @Transactional
    public Optional<User> signIn(Identity identity) {
        Optional<User> user = people.hasAddress(google.issuer(), identity.sub(), identity.email());
        user.ifPresent(one -> audit.record(one.id(), null, AuditEvent.SIGNED_IN, null));
        return user;
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
     * Stores a grant, for a new mailbox or in place of the grant that the user's mailbox of this account had.
     *
     * @param userId who is signed in; null: the user with this Google account, created when it is new
     * @throws StillLeaving when that mailbox is being disconnected
     */
    @Transactional
    public Connected connect(
            @Nullable UUID userId, Identity identity, GmailApi.Account account, Tokens granted, String refreshToken) {
        User user = userId == null
                ? people.getOrAdd(google.issuer(), identity.sub(), identity.email())
                : present(userId, identity);
        UUID mailboxId = mailboxOf(user.id(), identity.sub())
                .orElseGet(() -> grants.getOrAdd(
                        user.id(), google.issuer(), identity.sub(), identity.email(), settings.syncInterval()));
        // Lock the row before changing it: an activity that commits under the old generation commits before this, or
        // not at all.
        boolean leaving = mailboxes
                .lock(mailboxId)
                .map(row -> row.desired() == Desired.DISCONNECT)
                .orElse(true);
        if (leaving) {
            throw new StillLeaving();
        }
        grants.granted(mailboxId, account.emailAddress());
        tokens.save(new GrantOwner(mailboxId, user.id(), google.issuer(), identity.sub()), granted, refreshToken);
        waiting.cancel(google.issuer(), identity.sub());
        madeAnew.met(user.id(), identity);
        audit.record(user.id(), mailboxId, AuditEvent.CONNECTED, null);
        feed.announce(user.id(), mailboxId, ChangeFeed.Kind.MAILBOX);
        return new Connected(user, mailboxId, account.emailAddress());
    }

    /** The user who is signed in. If the identity is their own account, their address is brought up to date. */
    private User present(UUID userId, Identity identity) {
        people.hasAddress(google.issuer(), identity.sub(), identity.email());
        return user(userId).orElseThrow();
    }
}

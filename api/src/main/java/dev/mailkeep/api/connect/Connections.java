package dev.mailkeep.api.connect;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.TokenEndpoint.Tokens;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.NewGrants;
import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.activities.mailbox.People.User;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.api.settings.MailkeepSettings;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores a connection: user, mailbox and encrypted refresh token in one transaction, or nothing. */
@Component
class Connections {

    private final People people;
    private final NewGrants grants;
    private final RefreshTokens tokens;
    private final PendingRevocations waiting;
    private final AccountsMadeAnew madeAnew;
    private final AuditLog audit;
    private final GoogleSettings google;
    private final MailkeepSettings settings;

    Connections(
            People people,
            NewGrants grants,
            RefreshTokens tokens,
            PendingRevocations waiting,
            AccountsMadeAnew madeAnew,
            AuditLog audit,
            GoogleSettings google,
            MailkeepSettings settings) {
        this.people = people;
        this.grants = grants;
        this.tokens = tokens;
        this.waiting = waiting;
        this.madeAnew = madeAnew;
        this.audit = audit;
        this.google = google;
        this.settings = settings;
    }

    /** A mailbox that now holds a fresh grant. */
    record Connected(User user, UUID mailboxId, String email) {}

    /** The mailbox is still being disconnected. */
    static final class StillDisconnecting extends RuntimeException {}

    /**
     * Stores a grant, for a new mailbox or in place of the grant that the user's mailbox of this account had.
     *
     * @param userId who is signed in; null: the user with this Google account, who is added when missing
     * @throws StillDisconnecting when that mailbox is being disconnected
     */
    @Transactional
    public Connected connect(
            @Nullable UUID userId, Identity identity, GmailApi.Account account, Tokens granted, String refreshToken) {
        User user = userId == null
                ? people.getOrAdd(google.issuer(), identity.sub(), identity.email())
                : present(userId, identity);
        MailboxRow mailbox = grants.lockOrAdd(
                        user.id(), google.issuer(), identity.sub(), identity.email(), settings.syncInterval())
                .orElseThrow(StillDisconnecting::new);
        grants.granted(mailbox, account.emailAddress());
        tokens.save(mailbox.owner(), granted, refreshToken);
        waiting.cancel(google.issuer(), identity.sub());
        madeAnew.met(user.id(), identity);
        audit.record(user.id(), mailbox.id(), AuditEvent.CONNECTED, null);
        return new Connected(user, mailbox.id(), account.emailAddress());
    }

    /** The user who is signed in. If the identity is their own account, its present address is stored. */
    private User present(UUID userId, Identity identity) {
        people.hasAddress(google.issuer(), identity.sub(), identity.email());
        return people.find(userId).orElseThrow();
    }
}

package dev.mailkeep.api.connect;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.activities.mailbox.People.User;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which person signs in with a Google account, and which Google account a mailbox holds. */
@Component
class KnownAccounts {

    private final JdbcClient jdbc;
    private final People people;
    private final AuditLog audit;
    private final GoogleSettings google;

    KnownAccounts(JdbcClient jdbc, People people, AuditLog audit, GoogleSettings google) {
        this.jdbc = jdbc;
        this.people = people;
        this.audit = audit;
        this.google = google;
    }

    Optional<User> user(UUID id) {
        return people.find(id);
    }

    /** The user who signs in with this Google account; empty for a stranger. */
    Optional<UUID> personOf(Identity identity) {
        return people.withAccount(google.issuer(), identity.sub());
    }

    /** Signs in the user with this Google account and stores the account's present address; empty for a stranger. */
    @Transactional
    public Optional<User> signIn(Identity identity) {
        Optional<User> user = people.hasAddress(google.issuer(), identity.sub(), identity.email());
        user.ifPresent(one -> audit.record(one.id(), null, AuditEvent.SIGNED_IN, null));
        return user;
    }

    /** The Google account of a user's mailbox, as subject and address. */
    Optional<Identity> accountOf(UUID userId, UUID mailboxId) {
        return jdbc.sql("select google_sub, email from mailboxes where id = :id and user_id = :user")
                .param("id", mailboxId)
                .param("user", userId)
                .query((row, n) -> new Identity(row.getString("google_sub"), row.getString("email")))
                .optional();
    }
}

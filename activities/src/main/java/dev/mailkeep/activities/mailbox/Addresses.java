package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The addresses of mailboxes and people. Google's id of an account never changes; its address may. */
@Component
public final class Addresses {

    private final JdbcClient jdbc;
    private final People people;
    private final AuditLog audit;
    private final ChangeFeed feed;

    Addresses(JdbcClient jdbc, People people, AuditLog audit, ChangeFeed feed) {
        this.jdbc = jdbc;
        this.people = people;
        this.audit = audit;
        this.feed = feed;
    }

    /**
     * Stores the address that Gmail names for a mailbox's account. A person who signs in with that account gets it as
     * their address, too.
     *
     * @param locked the mailbox's row, locked
     * @param address null when it is not known
     */
    public void update(MailboxRow locked, @Nullable String address) {
        if (address == null) {
            return;
        }
        int changed = jdbc.sql("update mailboxes set email = :email where id = :id and email <> :email")
                .param("email", address)
                .param("id", locked.id())
                .update();
        if (changed == 0) {
            return;
        }
        people.hasAddress(locked.issuer(), locked.googleSub(), address);
        audit.record(locked.userId(), locked.id(), AuditEvent.ADDRESS_CHANGED, null);
        feed.announce(locked.userId(), locked.id(), ChangeFeed.Kind.MAILBOX);
    }
}

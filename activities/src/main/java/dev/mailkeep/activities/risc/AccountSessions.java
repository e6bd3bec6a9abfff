package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.session.BrowserSessions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The browser sessions of whoever signs in with a Google account. Callers own the transactions. */
@Component
final class AccountSessions {

    private final JdbcClient jdbc;
    private final BrowserSessions sessions;
    private final AuditLog audit;

    AccountSessions(JdbcClient jdbc, BrowserSessions sessions, AuditLog audit) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Whether anybody here signs in with that account. */
    boolean knows(String issuer, String sub) {
        return !users(issuer, sub).isEmpty();
    }

    /**
     * Ends the sessions that began before a time; a later one belongs to who has signed in at Google since.
     *
     * @return whether anybody here signs in with that account
     */
    boolean end(String issuer, String sub, Instant begunBefore) {
        List<UUID> users = users(issuer, sub);
        for (UUID user : users) {
            if (sessions.endThoseOf(user, begunBefore) > 0) {
                audit.record(user, null, "sessions-ended", null);
            }
        }
        return !users.isEmpty();
    }

    private List<UUID> users(String issuer, String sub) {
        return jdbc.sql("select id from users where issuer = :issuer and google_sub = :sub")
                .param("issuer", issuer)
                .param("sub", sub)
                .query(UUID.class)
                .list();
    }
}

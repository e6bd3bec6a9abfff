package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.session.BrowserSessions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The browser sessions of people who sign in with a Google account. Callers own the transactions. */
@Component
final class AccountSessions {

    private final JdbcClient jdbc;
    private final BrowserSessions sessions;
    private final AuditLog audit;
    private final GoogleSettings google;

    AccountSessions(JdbcClient jdbc, BrowserSessions sessions, AuditLog audit, GoogleSettings google) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.audit = audit;
        this.google = google;
    }

    /** Whether a user here signs in with that account. */
    boolean knows(String sub) {
        return !users(sub).isEmpty();
    }

    /**
     * Ends the sessions that began before a time. A later session belongs to a person who has signed in at Google
     * since.
     *
     * @return whether a user here signs in with that account
     */
    boolean end(String sub, Instant begunBefore) {
        List<UUID> users = users(sub);
        for (UUID user : users) {
            if (sessions.endThoseOf(user, begunBefore) > 0) {
                audit.record(user, null, AuditEvent.SESSIONS_ENDED, null);
            }
        }
        return !users.isEmpty();
    }

    private List<UUID> users(String sub) {
        return jdbc.sql("select id from users where issuer = :issuer and google_sub = :sub")
                .param("issuer", google.issuer())
                .param("sub", sub)
                .query(UUID.class)
                .list();
    }
}

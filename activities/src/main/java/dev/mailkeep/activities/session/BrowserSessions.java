package dev.mailkeep.activities.session;

import dev.mailkeep.activities.digest.Sha256;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The only writer of {@code browser_sessions}. The browser holds a secret of 256 random bits and the table holds its
 * SHA-256, so that reading the table lets nobody take over a session. A session ends after seven days without use, and
 * after thirty days in any case; if nobody signed in, after a day.
 */
@Component
public final class BrowserSessions {

    /** The channel on which PostgreSQL announces each deleted session; the payload is its id. */
    public static final String ENDED_CHANNEL = "mailkeep_sessions_ended";

    private static final String ALIVE = """
            created_at > now() - interval '30 days' and last_used_at > now() - interval '7 days'
            and (user_id is not null or created_at > now() - interval '1 day')
            """;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;

    BrowserSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A session that was just opened.
     *
     * @param secret the secret, for the browser only
     */
    public record Opened(String secret, BrowserSession session) {

        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "Opened[" + session + "]";
        }
    }

    /**
     * Begins a session.
     *
     * @param userId the user who signs in by it; null if nobody does
     * @param binding the binding of the session that it replaces; null if it replaces none
     */
    public Opened open(@Nullable UUID userId, @Nullable UUID binding) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var session = new BrowserSession(UUID.randomUUID(), userId, binding == null ? UUID.randomUUID() : binding);
        jdbc.sql("""
                        insert into browser_sessions (id, secret_hash, user_id, binding)
                        values (:id, :hash, :user, :binding)
                        """)
                .param("id", session.id())
                .param("hash", Sha256.of(secret))
                .param("user", userId, Types.OTHER)
                .param("binding", session.binding())
                .update();
        return new Opened(secret, session);
    }

    /** The session of a browser, if it has not ended. Its use is recorded at most once a minute. */
    public Optional<BrowserSession> find(String secret) {
        record Found(BrowserSession session, boolean useIsOld) {}
        Optional<Found> found = jdbc.sql("""
                        select id, user_id, binding, last_used_at < now() - interval '1 minute' as use_is_old
                        from browser_sessions where secret_hash = :hash and %s
                        """.formatted(ALIVE))
                .param("hash", Sha256.of(secret))
                .query((row, n) -> new Found(
                        new BrowserSession(
                                row.getObject("id", UUID.class),
                                row.getObject("user_id", UUID.class),
                                row.getObject("binding", UUID.class)),
                        row.getBoolean("use_is_old")))
                .optional();
        found.filter(Found::useIsOld).ifPresent(old -> noteUse(old.session().id()));
        return found.map(Found::session);
    }

    private void noteUse(UUID id) {
        try {
            jdbc.sql("update browser_sessions set last_used_at = now() where id = :id")
                    .param("id", id)
                    .update();
        } catch (DataAccessException takesNoChanges) {
            // A database that takes no changes can still serve reads; the next use is recorded again.
            return;
        }
    }

    /** Ends a session. Its secret opens nothing from now on. */
    public void end(UUID id) {
        jdbc.sql("delete from browser_sessions where id = :id").param("id", id).update();
    }

    /**
     * Ends the sessions of a user.
     *
     * @param begunBefore a session that began later is kept
     * @return how many sessions were ended
     */
    public int endThoseOf(UUID userId, Instant begunBefore) {
        return jdbc.sql("delete from browser_sessions where user_id = :user and created_at < :before")
                .param("user", userId)
                .param("before", Timestamp.from(begunBefore))
                .update();
    }

    /** Which of these sessions have not ended. */
    public Set<UUID> alive(Collection<UUID> ids) {
        return new HashSet<>(jdbc.sql("select id from browser_sessions where id = any(:ids) and " + ALIVE)
                .param("ids", ids.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    /** Deletes sessions that have expired. */
    public void forgetEnded() {
        jdbc.sql("delete from browser_sessions where not (" + ALIVE + ")").update();
    }
}

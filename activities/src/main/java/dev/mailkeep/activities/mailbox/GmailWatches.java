package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.rows.Instants;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which topic Gmail was asked to push a mailbox's changes to, and when to ask again. */
@Component
public final class GmailWatches {

    private final JdbcClient jdbc;

    GmailWatches(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When to ask again; empty when Gmail was never asked for this topic under the present grant. */
    public Optional<Instant> renewAt(UUID mailboxId, String topic) {
        return jdbc.sql("""
                        select watch_renew_at from mailboxes
                        where id = :id and watch_generation = generation and watch_topic = :topic
                        """)
                .param("id", mailboxId)
                .param("topic", topic)
                .query((result, n) -> result.getTimestamp("watch_renew_at").toInstant())
                .optional();
    }

    /**
     * Notes that Gmail was asked. Needs the mailbox's lock.
     *
     * @param expires until when Gmail pushes; null when the request failed, so that an earlier watch stays in force
     */
    public void asked(UUID mailboxId, String topic, @Nullable Instant expires, Instant renewAt) {
        jdbc.sql("""
                        update mailboxes
                        set watch_topic = :topic, watch_generation = generation,
                            watch_expires_at = coalesce(cast(:expires as timestamptz), watch_expires_at), watch_renew_at = :renew
                        where id = :id
                        """)
                .param("topic", topic)
                .param("expires", Instants.timestamp(expires), Types.TIMESTAMP)
                .param("renew", Timestamp.from(renewAt))
                .param("id", mailboxId)
                .update();
    }
}

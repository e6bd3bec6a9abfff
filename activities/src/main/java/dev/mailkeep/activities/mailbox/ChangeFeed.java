package dev.mailkeep.activities.mailbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells every process, when the transaction commits, that something of a user's changed. Sends ids and a word, no
 * content.
 */
@Component
public final class ChangeFeed {

    /** The channel of PostgreSQL's NOTIFY; a payload is {@code <user id> <mailbox id> <kind>}. */
    public static final String CHANNEL = "mailkeep_changes";

    private final JdbcClient jdbc;

    ChangeFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What changed. */
    public enum Kind {
        MAILBOX,
        MESSAGE,
        NOTIFICATION
    }

    public void announce(UUID userId, UUID mailboxId, Kind kind) {
        jdbc.sql("select 1 from (select pg_notify(:channel, :payload)) as announced")
                .param("channel", CHANNEL)
                .param("payload", userId + " " + mailboxId + " " + kind)
                .query(Integer.class)
                .single();
    }
}

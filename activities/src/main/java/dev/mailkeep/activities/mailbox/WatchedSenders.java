package dev.mailkeep.activities.mailbox;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The senders of a mailbox. Callers hold the mailbox's lock. */
@Component
public final class WatchedSenders {

    private final JdbcClient jdbc;

    WatchedSenders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Changes the list, raises the senders version by one, and notes that the owner was active. */
    public void change(UUID mailboxId, Collection<String> dropped, Collection<String> added) {
        jdbc.sql("update mailboxes set senders_version = senders_version + 1, last_activity_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
        jdbc.sql("delete from watched_senders where mailbox_id = :id and sender = any(:dropped)")
                .param("id", mailboxId)
                .param("dropped", dropped.toArray(String[]::new))
                .update();
        jdbc.sql("insert into watched_senders (mailbox_id, sender) select :id, unnest(:added)")
                .param("id", mailboxId)
                .param("added", added.toArray(String[]::new))
                .update();
    }
}

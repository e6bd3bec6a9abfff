package dev.mailkeep.activities.sync.queue;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rechecks: stored messages on the queue, to ask Gmail whether what is stored still holds. */
@Component
public final class Rechecks {

    private final JdbcClient jdbc;

    Rechecks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Queues rechecks of stored messages; they come last of all. */
    public int add(UUID mailboxId, Collection<String> storedIds, boolean importing) {
        return jdbc.sql("""
                        insert into message_queue (mailbox_id, message_id, priority, importing, arrived_after)
                        select :mailbox, id, cast(:priority as smallint), :importing, now() from unnest(:ids) as named (id)
                        on conflict (mailbox_id, message_id) do nothing
                        """)
                .param("mailbox", mailboxId)
                .param("priority", Priority.RECHECK.ordinal())
                .param("importing", importing)
                .param("ids", storedIds.toArray(String[]::new))
                .update();
    }

    /** Removes the rechecks of messages that are no longer stored. */
    public void forgetPurged(UUID mailboxId) {
        jdbc.sql("""
                        delete from message_queue q
                        where mailbox_id = :mailbox and priority = :recheck
                          and not exists (select from email_messages e
                                          where e.mailbox_id = :mailbox and e.message_id = q.message_id)
                        """)
                .param("recheck", Priority.RECHECK.ordinal())
                .param("mailbox", mailboxId)
                .update();
    }
}

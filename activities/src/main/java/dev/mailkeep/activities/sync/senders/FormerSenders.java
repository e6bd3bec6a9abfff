package dev.mailkeep.activities.sync.senders;

import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Senders that were taken off the list while their mail stayed. Callers own the transactions. */
@Component
final class FormerSenders {

    private final JdbcClient jdbc;

    FormerSenders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Notes a change of a mailbox's senders.
     *
     * @param added senders that are no longer former ones
     * @param removed senders that are taken off the list while their mail stays
     */
    void changed(UUID mailboxId, Set<String> added, Set<String> removed) {
        jdbc.sql("delete from former_senders where mailbox_id = :mailbox and sender = any(:added)")
                .param("mailbox", mailboxId)
                .param("added", added.toArray(String[]::new))
                .update();
        jdbc.sql(
                        "insert into former_senders (mailbox_id, sender) select :mailbox, unnest(:removed) on conflict do nothing")
                .param("mailbox", mailboxId)
                .param("removed", removed.toArray(String[]::new))
                .update();
    }
}

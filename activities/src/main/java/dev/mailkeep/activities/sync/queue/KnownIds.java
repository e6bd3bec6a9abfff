package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.mailbox.MailboxRow;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which ids are known: stored, queued, quarantined, gone, or refused under the present senders. */
@Component
public final class KnownIds {

    /** A condition on {@code named.id} under the parameters {@code mailbox} and {@code version} (of the senders). */
    static final String UNKNOWN = """
                not exists (select from email_messages e
                            where e.mailbox_id = :mailbox and e.message_id = named.id)
            and not exists (select from message_queue q
                            where q.mailbox_id = :mailbox and q.message_id = named.id)
            and not exists (select from quarantined_messages q
                            where q.mailbox_id = :mailbox and q.message_id = named.id)
            and not exists (select from dismissed_messages s
                            where s.mailbox_id = :mailbox and s.message_id = named.id
                              and (s.outcome = 'GONE' or s.senders_version = :version))
            """;

    private static final String NOT_UNCONFIRMED = """
            and not exists (select from unconfirmed_candidates u
                            where u.mailbox_id = :mailbox and u.message_id = named.id)
            """;

    private final JdbcClient jdbc;

    KnownIds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the ids that are neither known nor unconfirmed candidates already. */
    public List<String> newOnes(MailboxRow row, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select named.id from unnest(:ids) as named (id) where " + UNKNOWN + NOT_UNCONFIRMED)
                .param("ids", ids.toArray(String[]::new))
                .param("mailbox", row.id())
                .param("version", row.sendersVersion())
                .query(String.class)
                .list();
    }

    /** How many of the ids would be unknown under the next senders version, under which nothing is refused yet. */
    public int countUnknownUnderNextSenders(MailboxRow row, Collection<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        return jdbc.sql("select count(*) from unnest(:ids) as named (id) where " + UNKNOWN)
                .param("ids", ids.toArray(String[]::new))
                .param("mailbox", row.id())
                .param("version", row.sendersVersion() + 1)
                .query(Integer.class)
                .single();
    }
}

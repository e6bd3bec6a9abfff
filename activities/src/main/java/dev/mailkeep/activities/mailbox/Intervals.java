package dev.mailkeep.activities.mailbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long a mailbox waits from one look to the next: as long as its owner wants, and after a day without mail twice as
 * long with each further day, up to a limit. The first new mail, and whatever the person changes, ends that.
 */
@Component
public final class Intervals {

    /** Seconds to the next look of a row of mailboxes, under the parameter {@code longest}. */
    public static final String SECONDS = """
            greatest(sync_interval_seconds,
                     least(:longest, sync_interval_seconds
                                     * power(2, least(10, floor(extract(epoch from now() - lively_at) / 86400)))))
            """;

    /**
     * An SQL expression over a row {@code m} of {@code mailboxes}: when an audit falls due ahead of the day, null when none
     * does. A look is made then, however long the interval: the first moment at which the search has had its hour
     * to learn what came before the cursor, and so the first at which a listing proves it.
     */
    public static final String AUDIT_DUE_SOON = """
            case when m.history_id is not null and m.last_audit_at + interval '1 hour' > now()
                  and (m.unproven_from is not null
                       or exists (select from undecided_messages u where u.mailbox_id = m.id and u.list_at is null))
                 then m.last_audit_at + interval '1 hour' end
            """;

    private final JdbcClient jdbc;
    private final QuietSettings settings;

    Intervals(JdbcClient jdbc, QuietSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    public long longestSeconds() {
        return settings.longestInterval().toSeconds();
    }

    /** There is mail, or the person changed something. Needs the mailbox's lock. */
    public void shorten(UUID mailboxId) {
        jdbc.sql("update mailboxes set lively_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
    }
}

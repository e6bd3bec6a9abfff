package dev.mailkeep.activities.mailbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long a mailbox waits from one check to the next: as long as its owner wants, doubled for every day without mail,
 * up to a limit. New mail and every change by the owner end the doubling.
 */
@Component
public final class Intervals {

    /**
     * An SQL expression over a row of {@code mailboxes}: seconds to the next check, under the parameter
     * {@code longest}.
     */
    public static final String SECONDS = """
            greatest(sync_interval_seconds,
                     least(:longest, sync_interval_seconds
                                     * power(2, least(10, floor(extract(epoch from now() - last_activity_at) / 86400)))))
            """;

    /**
     * An SQL expression over a row {@code m} of {@code mailboxes}: when an audit falls due before a day has passed;
     * null when none does. The mailbox is checked then, however long its interval is. By then the search has had an
     * hour to catch up with what came before the cursor, so this is the first time at which a listing can prove it.
     */
    public static final String AUDIT_DUE_SOON = """
            case when m.history_id is not null and m.last_audit_at + interval '1 hour' > now()
                  and (m.gap_from is not null
                       or exists (select from unconfirmed_candidates u where u.mailbox_id = m.id and u.list_at is null))
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

    /** Ends the doubling, because new mail was found or the owner changed something. Needs the mailbox's lock. */
    public void shorten(UUID mailboxId) {
        jdbc.sql("update mailboxes set last_activity_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
    }
}

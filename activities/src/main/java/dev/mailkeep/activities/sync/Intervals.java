package dev.mailkeep.activities.sync;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long a mailbox waits from one look to the next: as long as its owner wants, and after a day without mail twice as
 * long with each further day, up to a limit. The first new mail, and whatever the person changes, ends that.
 */
final class Intervals {

    /** Seconds to the next look of a row of mailboxes, under the parameter {@code longest}. */
    static final String SECONDS = """
            greatest(sync_interval_seconds,
                     least(:longest, sync_interval_seconds
                                     * power(2, least(10, floor(extract(epoch from now() - lively_at) / 86400)))))
            """;

    private final JdbcClient jdbc;
    private final QuietSettings settings;

    Intervals(JdbcClient jdbc, QuietSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    long longestSeconds() {
        return settings.longestInterval().toSeconds();
    }

    /** There is mail, or the person changed something. Needs the mailbox's lock. */
    void shorten(UUID mailboxId) {
        jdbc.sql("update mailboxes set lively_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
    }
}

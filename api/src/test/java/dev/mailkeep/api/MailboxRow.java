package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.holds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of a mailbox. */
final class MailboxRow {

    private MailboxRow() {}

    /** All its columns by name. */
    static Map<String, Object> of(JdbcClient jdbc, String mailbox) {
        return jdbc.sql("select * from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query()
                .singleRow();
    }

    /** All its columns, once none has changed for that long. */
    static Map<String, Object> settled(JdbcClient jdbc, String mailbox, Duration unchanged) {
        var seen = new AtomicReference<Map<String, Object>>(Map.of());
        holds(unchanged, () -> {
            Map<String, Object> now = of(jdbc, mailbox);
            assertThat(now).isEqualTo(seen.getAndSet(now));
        });
        return Objects.requireNonNull(seen.get());
    }

    /** Whether the workflow has received every command that the row knows. */
    static boolean commandsAreDelivered(JdbcClient jdbc, String mailbox) {
        return jdbc.sql("select delivered_version = command_version from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(Boolean.class)
                .single();
    }
}

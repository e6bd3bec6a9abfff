package dev.mailkeep.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many rows there are of what connecting and leaving change. */
final class TableCounts {

    private static final List<String> TABLES =
            List.of("users", "mailboxes", "oauth_tokens", "email_messages", "watched_senders", "pending_revocations");

    private static final List<String> TABLES_OF_A_MAILBOX = List.of(
            "email_messages",
            "message_queue",
            "oauth_tokens",
            "watched_senders",
            "sync_runs",
            "unconfirmed_candidates");

    private TableCounts() {}

    /** By table. */
    static Map<String, Integer> of(JdbcClient jdbc) {
        var counts = new TreeMap<String, Integer>();
        TABLES.forEach(table -> counts.put(table, count(jdbc, table)));
        return counts;
    }

    /** By table, of what a mailbox holds. */
    static Map<String, Integer> ofMailbox(JdbcClient jdbc, String mailbox) {
        var counts = new TreeMap<String, Integer>();
        TABLES_OF_A_MAILBOX.forEach(
                table -> counts.put(table, count(jdbc, table + " where mailbox_id = '" + mailbox + "'")));
        return counts;
    }

    static int count(JdbcClient jdbc, String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }
}

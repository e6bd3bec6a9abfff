package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each table has one writer, found by reading the SQL in the sources. A room does not own what the rooms in it own. */
class TableOwnersTest {

    private static final List<Path> SOURCES =
            List.of(Path.of("../activities/src/main/java/dev/mailkeep"), Path.of("../api/src/main/java/dev/mailkeep"));

    private static final Path MIGRATIONS = Path.of("../activities/src/main/resources/db/migration");

    private static final Pattern WRITES =
            Pattern.compile("(?i)\\b(?:insert\\s+into|update|delete\\s+from|truncate)\\s+([a-z_]+)");

    private static final Pattern TABLE = Pattern.compile("(?im)^\\s*create table (?:if not exists )?([a-z_]+)");

    private static final Pattern DROPPED = Pattern.compile("(?im)^\\s*drop table (?:if exists )?([a-z_, ]+)");

    private static final Pattern RENAMED = Pattern.compile("(?im)^\\s*alter table ([a-z_]+) rename to ([a-z_]+)");

    private static final Map<String, String> OWNERS = Map.ofEntries(
            Map.entry("audit_log", "activities/audit"),
            Map.entry("browser_sessions", "activities/session"),
            Map.entry("email_messages", "activities/sync/store"),
            Map.entry("former_senders", "activities/sync/senders"),
            Map.entry("keyset_check", "activities/token"),
            Map.entry("keyset_readers", "activities/token/rotation"),
            Map.entry("listing_jobs", "activities/sync/listing"),
            Map.entry("listings", "activities/sync/listing"),
            Map.entry("mailboxes", "activities/mailbox"),
            Map.entry("message_queue", "activities/sync/queue"),
            Map.entry("notifications", "activities/notify"),
            Map.entry("oauth_attempts", "api/connect"),
            Map.entry("oauth_tokens", "activities/token"),
            Map.entry("operator_faults", "activities/google"),
            Map.entry("pending_revocations", "activities/token"),
            Map.entry("plans", "activities/sync/senders"),
            Map.entry("quarantined_messages", "activities/sync/queue"),
            Map.entry("quota_leases", "activities/quota"),
            Map.entry("quota_slowdown", "activities/quota"),
            Map.entry("quota_spent", "activities/quota"),
            Map.entry("receipts", "activities/disconnect"),
            Map.entry("recoveries", "activities/notify"),
            Map.entry("token_endpoint_backoff", "activities/token"),
            Map.entry("retired_keys", "activities/token/rotation"),
            Map.entry("security_events", "activities/risc"),
            Map.entry("search_failures", "activities/sync/progress"),
            Map.entry("dismissed_messages", "activities/sync/queue"),
            Map.entry("sync_runs", "activities/sync/progress"),
            Map.entry("unconfirmed_candidates", "activities/sync/queue"),
            Map.entry("users", "activities/mailbox"),
            Map.entry("watched_senders", "activities/mailbox"));

    @Test
    void eachTableHasOneWriter() {
        var writers = new TreeMap<String, TreeSet<String>>();
        for (Path root : SOURCES) {
            sources(root).forEach(file -> {
                Matcher write = WRITES.matcher(read(file));
                while (write.find()) {
                    if (tables().contains(write.group(1))) {
                        writers.computeIfAbsent(write.group(1), table -> new TreeSet<>())
                                .add(room(root, file));
                    }
                }
            });
        }

        var strangers = new TreeMap<String, TreeSet<String>>();
        writers.forEach((table, rooms) -> {
            var others = new TreeSet<>(rooms);
            others.remove(OWNERS.get(table));
            if (!others.isEmpty()) {
                strangers.put(table, others);
            }
        });
        assertThat(strangers).isEmpty();
        assertThat(writers.keySet()).as("tables that somebody writes").isEqualTo(OWNERS.keySet());
    }

    @Test
    void eachTableOfTheSchemaHasAnOwner() {
        var tables = tables();
        // A library's own, which brings its SQL.
        assertThat(tables.remove("rate_limits")).isTrue();
        assertThat(OWNERS.keySet()).containsExactlyInAnyOrderElementsOf(tables);
    }

    private static String room(Path root, Path file) {
        return root.relativize(file.getParent()).toString();
    }

    /** The tables of the newest schema. */
    private static TreeSet<String> tables() {
        var tables = new TreeSet<String>();
        try (Stream<Path> migrations = Files.list(MIGRATIONS)) {
            migrations
                    .sorted((a, b) -> Integer.compare(version(a), version(b)))
                    .map(TableOwnersTest::read)
                    .forEach(sql -> {
                        TABLE.matcher(sql).results().forEach(table -> tables.add(table.group(1)));
                        RENAMED.matcher(sql).results().forEach(table -> {
                            if (tables.remove(table.group(1))) {
                                tables.add(table.group(2));
                            }
                        });
                        DROPPED.matcher(sql)
                                .results()
                                .flatMap(dropped -> Stream.of(dropped.group(1).split(",")))
                                .forEach(table -> tables.remove(table.strip()));
                    });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return tables;
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"));
    }

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.mailkeep.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.fixture.TestDatabase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * What an upgrade does to a database in use: from each released schema, with rows in every table, to the newest one.
 *
 * <p>The rows of a schema come from {@code schema/V1.sql} and its successors. They are compared by the numbers that
 * PostgreSQL gives to tables and columns, which survive a rename: a migration that renames needs no change here.
 */
class SchemaUpgradeTest {

    /**
     * Migrations that are in use, each with Flyway's checksum. They are never edited: Flyway refuses a database whose
     * migrations differ from the jar's. A release adds its migrations here, and rows of its tables to {@code schema/}.
     */
    private static final Map<String, Integer> RELEASED = Map.of(
            "1",
            -1457570338,
            "2",
            -1766803071,
            "3",
            1074229241,
            "4",
            -499463467,
            "6",
            -1619120050,
            "7",
            216598853,
            "8",
            121793554);

    /** Tables that an upgrade drops on purpose: all users sign in again (V6). */
    private static final Set<String> DROPPED = Set.of("spring_session", "spring_session_attributes");

    /** Values that an upgrade writes in another way on purpose: one spelling for one domain (V8), one word (V13). */
    private static final Map<String, String> REWRITTEN = Map.of("@googlemail.com", "@gmail.com", "LOOK", "CHECK");

    @Test
    void noReleasedMigrationIsEdited() {
        try (var database = TestDatabase.empty()) {
            Map<String, Integer> present = Arrays.stream(
                            flyway(database, null).info().all())
                    .collect(Collectors.toMap(
                            migration -> migration.getVersion().getVersion(), MigrationInfo::getChecksum));

            assertThat(present).containsAllEntriesOf(RELEASED);
        }
    }

    static Set<String> released() {
        return new TreeMap<>(RELEASED).keySet();
    }

    @ParameterizedTest
    @MethodSource("released")
    void aReleasedSchemaIsUpgradedWithEverythingInIt(String version) {
        try (var database = TestDatabase.empty()) {
            flyway(database, version).migrate();
            fill(database, version);
            var jdbc = JdbcClient.create(database);
            Map<Column, List<@Nullable String>> before = contents(jdbc);
            before.forEach((column, values) -> assertThat(values)
                    .as("rows of %s in schema/V%s.sql", column, version)
                    .anyMatch(Objects::nonNull));

            flyway(database, null).migrate();

            Map<Column, List<@Nullable String>> after = contents(jdbc);
            before.forEach((column, values) -> assertThat(after.get(column))
                    .as("%s of V%s", column, version)
                    .isEqualTo(values));
        }
    }

    /** A column by its numbers; the name is for people and does not count. */
    private record Column(long table, int number, String name) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Column column && column.table == table && column.number == number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(table, number);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Map<Column, List<@Nullable String>> contents(JdbcClient jdbc) {
        var contents = new HashMap<Column, List<@Nullable String>>();
        for (Column column : columns(jdbc)) {
            String[] name = column.name().split("\\.");
            contents.put(
                    column,
                    jdbc.sql("select %s::text from %s".formatted(name[1], name[0])).query(String.class).list().stream()
                            .map(value -> value == null ? null : REWRITTEN.getOrDefault(value, value))
                            .sorted(Comparator.nullsFirst(Comparator.naturalOrder()))
                            .toList());
        }
        return contents;
    }

    private static List<Column> columns(JdbcClient jdbc) {
        return jdbc.sql("""
            select c.oid, a.attnum, c.relname || '.' || a.attname as name
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
              and a.attnum > 0 and not a.attisdropped
              and c.relname <> 'flyway_schema_history' and c.relname <> all(:dropped)
            """)
                .param("dropped", DROPPED.toArray(String[]::new))
                .query((row, n) -> new Column(row.getLong("oid"), row.getInt("attnum"), row.getString("name")))
                .list();
    }

    /** Fills the tables that a schema has. */
    private static void fill(HikariDataSource database, String version) {
        var rows = new ResourceDatabasePopulator();
        for (int step = 1; step <= Integer.parseInt(version); step++) {
            var script = new ClassPathResource("schema/V" + step + ".sql");
            if (script.exists()) {
                rows.addScript(script);
            }
        }
        rows.execute(database);
    }

    /** @param target the version to migrate to; null for the newest */
    private static Flyway flyway(HikariDataSource database, @Nullable String target) {
        return Flyway.configure()
                .dataSource(database)
                .target(target == null ? MigrationVersion.LATEST : MigrationVersion.fromVersion(target))
                .load();
    }
}

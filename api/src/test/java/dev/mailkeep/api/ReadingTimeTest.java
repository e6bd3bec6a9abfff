package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.EveryRoute.Route;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads is given up when its time is over, on whatever route, so that nothing else waits for it. */
class ReadingTimeTest {

    /** A stream that has no end. */
    private static final Set<String> NO_READING = Set.of("/api/events");

    @TempDir
    Path data;

    @Test
    void everythingThatPeopleReadHasATimeLimit() throws Exception {
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
                RunningMailkeep mailkeep = RunningMailkeep.start(
                        MailkeepEnvironment.of(google, data).with("MAILKEEP_READING_TIME", "PT1S"))) {
            google.addAccount("ada@gmail.example", "Ada");
            Browser browser = mailkeep.browser();
            List<String> mailbox = List.of(browser.connect("ada@gmail.example"));
            List<Route> readings = new EveryRoute(browser.get("/v3/api-docs").json())
                    .all().stream()
                            .filter(route -> route.method().equals("GET") && !NO_READING.contains(route.path()))
                            .toList();
            var givenUp = new TreeSet<String>();
            for (String table : tablesOfMail(mailkeep)) {
                try (Connection lock = mailkeep.bean(DataSource.class).getConnection()) {
                    lock.setAutoCommit(false);
                    lock.createStatement().execute("lock table " + table + " in access exclusive mode");
                    for (Route route : readings) {
                        // One that waited on a connection without a limit would never be answered.
                        Browser.Answer answer = browser.get(route.with(mailbox).get(0));
                        assertThat(answer.status())
                                .as(route + " without " + table)
                                .isIn(200, 404, 503);
                        if (answer.status() == 503) {
                            assertThat(answer.problem()).isEqualTo("took-too-long");
                            givenUp.add(route.path());
                        }
                    }
                    lock.rollback();
                }
            }
            assertThat(givenUp)
                    .containsExactlyInAnyOrderElementsOf(
                            readings.stream().map(Route::path).toList());
        }
    }

    /** All but those by which a request is authenticated and limited. */
    private static List<String> tablesOfMail(RunningMailkeep mailkeep) {
        return mailkeep.jdbc().sql("""
                        select tablename from pg_tables
                        where schemaname = 'public'
                          and tablename not in ('browser_sessions', 'rate_limits', 'flyway_schema_history')
                        """).query(String.class).list();
    }
}

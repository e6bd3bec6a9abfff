package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.EveryRoute.Route;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On every route, what a person reads is given up when its time is over, so that nothing else waits for it. */
class ReadingTimeTest {

    /** A stream without an end. */
    private static final Set<String> NO_READING = Set.of("/api/events");

    @RegisterExtension
    static final MailkeepExtension mailkeep =
            MailkeepExtension.with(environment -> environment.with("MAILKEEP_READING_TIME", "PT1S"));

    @Test
    void everythingThatPeopleReadHasATimeLimit() throws Exception {
        mailkeep.addAccount("ada@gmail.example");
        Browser browser = mailkeep.browser();
        List<String> mailbox = List.of(browser.connect("ada@gmail.example"));
        List<Route> readings = new EveryRoute(browser.get("/v3/api-docs").json())
                .all().stream()
                        .filter(route -> route.method().equals("GET") && !NO_READING.contains(route.path()))
                        .toList();
        var givenUp = new TreeSet<String>();
        for (String table : tablesOfMail()) {
            try (Connection lock = mailkeep.bean(DataSource.class).getConnection()) {
                lock.setAutoCommit(false);
                lock.createStatement().execute("lock table " + table + " in access exclusive mode");
                for (Route route : readings) {
                    // A query on a connection without a limit would never end.
                    Answer answer = browser.get(route.with(mailbox).get(0));
                    assertThat(answer.status()).as(route + " without " + table).isIn(200, 404, 503);
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

    /** All tables but those by which a request is authenticated and limited. */
    private static List<String> tablesOfMail() {
        return mailkeep.jdbc().sql("""
                        select tablename from pg_tables
                        where schemaname = 'public'
                          and tablename not in ('browser_sessions', 'rate_limits', 'flyway_schema_history')
                        """).query(String.class).list();
    }
}

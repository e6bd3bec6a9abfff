package dev.mailkeep.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.outage.Outage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseWritesTest {

    @Test
    void areMissedWhenTheDiskIsFullThoughEveryQuestionIsAnswered() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            DataSource database = postgres.getPostgresDatabase();
            JdbcClient jdbc = JdbcClient.create(database);
            assertThat(health(database).getStatus()).isEqualTo(Status.UP);
            jdbc.sql("""
                            create function no_room() returns event_trigger language plpgsql as
                            $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
                            """).update();
            jdbc.sql("create event trigger no_room on ddl_command_start execute function no_room()")
                    .update();

            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
            assertThat(health(database).getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(health(database).getDetails().get("problem")))
                    .contains("no room", "53100");
        }
    }

    private static Health health(DataSource database) {
        var outage = new Outage(
                LoggerFactory.getLogger(DatabaseWritesTest.class), "PostgreSQL", "It waits", System::nanoTime);
        return new DatabaseWritesHealthIndicator(JdbcClient.create(database), new Outages(outage, database)).health();
    }
}

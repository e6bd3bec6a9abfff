package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.RunningMailkeep;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Mailkeep says when its own PostgreSQL does not start. */
class EmbeddedDatabaseTest {

    @TempDir
    Path temporary;

    @Test
    void refusesADirectoryThatAnotherMailkeepUses() throws Exception {
        Path data = temporary.toRealPath().resolve("data");
        try (EmbeddedPostgresServer running = EmbeddedDatabase.start(data)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isExactlyInstanceOf(RefusedToStart.class)
                    .hasNoCause()
                    .hasMessage(
                            "Another Mailkeep is running on " + data
                                    + ". Stop it first, start this one from another directory, or set DATABASE_URL to share a PostgreSQL.");
            assertThat(EmbeddedDatabase.running(data))
                    .hasValueSatisfying(found -> assertThat(found.jdbcUrl()).isEqualTo(running.jdbcUrl()));
        }
    }

    /** PostgreSQL starts while the rest of the settings is still being read. */
    @Test
    void stopsAgainWhenMailkeepRefusesToSimulateAGoogleWhereOthersCanReachIt() throws Exception {
        Path data = Files.createDirectory(temporary.toRealPath().resolve("data"));
        MailkeepEnvironment beyondThisMachine =
                MailkeepEnvironment.bare(data).with("PUBLIC_URL", "https://mail.example.org");
        assertThatThrownBy(() -> RunningMailkeep.start(beyondThisMachine))
                .rootCause()
                .hasMessageContaining("GOOGLE_CLIENT_ID must be set");
        assertThat(data.resolve("postgres")).exists();
        assertThat(EmbeddedDatabase.running(data)).isEmpty();
        EmbeddedDatabase.start(data).close();
    }

    @Test
    void saysWhatToDoWhereTheJarBringsNoPostgres() {
        Path data = temporary.resolve("data");
        String processor = System.setProperty("os.arch", "sparcv9");
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isExactlyInstanceOf(RefusedToStart.class)
                    .hasMessage("This jar contains no PostgreSQL for " + System.getProperty("os.name")
                            + " on sparcv9. Set DATABASE_URL, or start Mailkeep with ./mailkeep, which downloads one for"
                            + " this machine.");
        } finally {
            System.setProperty("os.arch", processor);
        }
        assertThat(data).doesNotExist();
    }
}

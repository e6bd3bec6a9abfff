package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import dev.mailkeep.simulator.SimulatedGoogle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** What is started before the beans ask for it. */
class EarlyStartTest {

    @TempDir
    Path temporary;

    private final SpringApplication application = new SpringApplication();
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final EarlyStart early = new EarlyStart();
    private Path data;

    @BeforeEach
    void nameTheDirectory() throws Exception {
        data = temporary.toRealPath().resolve("data");
    }

    @Test
    void handsOutWhatItStarted() throws Exception {
        prepare(Map.of());
        try (EmbeddedPostgresServer postgres = early.postgres(settings());
                SimulatedGoogle google = (SimulatedGoogle) early.google(settings())) {
            assertThat(EmbeddedDatabase.running(data))
                    .hasValueSatisfying(running -> assertThat(running.jdbcUrl()).isEqualTo(postgres.jdbcUrl()));
            assertThat(google.accounts()).hasSize(3);
            fail();
            assertThat(EmbeddedDatabase.running(data))
                    .as("taken, and no longer its own")
                    .isPresent();
        }
    }

    @Test
    void stopsWhatNoBeanTookWhenTheStartFails() {
        prepare(Map.of());
        fail();
        assertThat(data.resolve("postgres")).exists();
        assertThat(data.resolve("simulated-google.jsonl")).exists();
        assertThat(EmbeddedDatabase.running(data)).isEmpty();
        EmbeddedDatabase.start(data).close();
    }

    @Test
    void tellsTheBeanWhyPostgresDidNotStart() {
        try (EmbeddedPostgresServer other = EmbeddedDatabase.start(data)) {
            prepare(Map.of());
            assertThatThrownBy(() -> early.postgres(settings()))
                    .isExactlyInstanceOf(RefusedToStart.class)
                    .hasMessageStartingWith("Another Mailkeep is running on " + data);
            fail();
            assertThat(EmbeddedDatabase.running(data))
                    .hasValueSatisfying(running -> assertThat(running.jdbcUrl()).isEqualTo(other.jdbcUrl()));
        }
        assertThat(data.resolve("simulated-google.jsonl"))
                .as("the journal of a directory that another Mailkeep uses")
                .doesNotExist();
    }

    @Test
    void beginsNothingUnderSettingsThatAreRefused() {
        prepare(Map.of("mailkeep.sync-interval", "PT9S"));
        fail();
        assertThat(data).doesNotExist();
    }

    private void prepare(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                EmbeddedDefaults.EMBEDDED_DATABASE,
                true,
                EmbeddedDefaults.SIMULATED_GOOGLE,
                true,
                "mailkeep.public-url",
                "http://localhost:8080",
                "mailkeep.role",
                "all",
                "mailkeep.data-directory",
                data.toString(),
                "mailkeep.sync-interval",
                "PT10S",
                "mailkeep.quiet-interval",
                "PT30M",
                "mailkeep.mail-from",
                "mailkeep@localhost"));
        settings.putAll(more);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", settings));
        early.onApplicationEvent(new ApplicationPreparedEvent(application, new String[0], context));
    }

    private void fail() {
        early.onApplicationEvent(
                new ApplicationFailedEvent(application, new String[0], context, new IllegalStateException()));
    }

    private MailkeepSettings settings() {
        return Binder.get(context.getEnvironment())
                .bind("mailkeep", MailkeepSettings.class)
                .get();
    }
}

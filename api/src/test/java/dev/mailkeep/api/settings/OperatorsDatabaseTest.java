package dev.mailkeep.api.settings;

import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.RunningMailkeep;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which keyset and which Google Mailkeep may use a database that an operator runs. */
class OperatorsDatabaseTest {

    @TempDir
    static Path temporary;

    private static SimulatedGoogle google;
    private static EmbeddedPostgresServer operators;

    @BeforeAll
    static void start() throws Exception {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        // Stands for a PostgreSQL that an operator runs.
        operators = EmbeddedPostgresServer.start(
                Files.createDirectory(temporary.resolve("operators")).toRealPath(), "mailkeep");
    }

    @AfterAll
    static void stop() {
        operators.close();
        google.close();
    }

    @Test
    void refusesToStoreTokensInAnOperatorsDatabaseWithoutAKeyOfTheirs() {
        RunningMailkeep.assertRefused(
                onOperatorsDatabase(), "TOKEN_KEYSET or TOKEN_KEYSET_FILE must be set when DATABASE_URL is");
    }

    @Test
    void refusesADatabaseThatHoldsPeopleOfAnotherGoogle() {
        MailkeepEnvironment environment = onOperatorsDatabase().with("TOKEN_KEYSET", KeysetFormat.CLEAR.generate());
        try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
            mailkeep.jdbc()
                    .sql("insert into users (id, issuer, google_sub, email) values (:id, :issuer, '1', 'a@b.example')")
                    .param("id", UUID.randomUUID())
                    .param("issuer", "https://accounts.google.com")
                    .update();
        }
        RunningMailkeep.assertRefused(environment, "This database belongs to [https://accounts.google.com]");
        try (RunningMailkeep mailkeep =
                RunningMailkeep.start(environment.with("GOOGLE_ISSUER", "https://accounts.google.com"))) {
            mailkeep.jdbc().sql("delete from users").update();
        }
    }

    private static MailkeepEnvironment onOperatorsDatabase() {
        try {
            return MailkeepEnvironment.of(google, Files.createTempDirectory(temporary, "data"))
                    .with(
                            "DATABASE_URL",
                            operators.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + credentials() + "@"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String credentials() {
        return operators.username() + ":" + URLEncoder.encode(operators.password(), StandardCharsets.UTF_8);
    }
}

package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.MailkeepProcess;
import dev.mailkeep.api.RunningMailkeep;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Mailkeep does with its settings, and with which it refuses to start. */
class SettingsTest {

    @TempDir
    static Path temporary;

    private static SimulatedGoogle google;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @Test
    void wantsASecretWithAClientId() throws Exception {
        RunningMailkeep.assertRefused(
                MailkeepEnvironment.of(google, fresh()).with("GOOGLE_CLIENT_SECRET", ""),
                "GOOGLE_CLIENT_SECRET must be set with GOOGLE_CLIENT_ID");
    }

    @Test
    void sendsNoTokenInTheClearBeyondThisMachine() throws Exception {
        RunningMailkeep.assertRefused(
                MailkeepEnvironment.of(google, fresh()).with("GOOGLE_TOKEN_URI", "http://oauth.example/token"),
                "GOOGLE_TOKEN_URI must be https, or http on this machine");
    }

    @Test
    void refusesSettingsOfSecurityEventsThatMakeNoSense() throws Exception {
        MailkeepEnvironment environment = MailkeepEnvironment.of(google, fresh());
        RunningMailkeep.assertRefused(environment.with("GOOGLE_RISC", "yes"), "GOOGLE_RISC must be on or off");
        RunningMailkeep.assertRefused(
                environment.with("GOOGLE_RISC_CONFIGURATION_URI", "http://accounts.google.com/risc"),
                "GOOGLE_RISC_CONFIGURATION_URI must be https");
    }

    @Test
    void doesNotEvenLoadTheSimulatorOnceAClientIdIsSet() throws Exception {
        Path loaded = temporary.resolve("loaded-classes");
        try (MailkeepProcess mailkeep = MailkeepProcess.start(
                MailkeepEnvironment.of(google, fresh()), "-Xlog:class+load:file=" + loaded + "::filecount=0")) {
            mailkeep.end();
        }
        assertThat(Files.readString(loaded))
                .contains(" dev.mailkeep.activities.google.GmailApi ")
                .doesNotContain(" dev.mailkeep.simulator.");
    }

    @Test
    void startsWithEverySettingEmptyAsWithoutIt() throws Exception {
        MailkeepEnvironment environment = MailkeepEnvironment.bare(fresh());
        List<String> all = Files.readAllLines(Path.of("../.env.example")).stream()
                .filter(line -> line.matches("#[A-Z][A-Z_]*=.*"))
                .map(line -> line.substring(1, line.indexOf('=')))
                .filter(name -> !environment.variables().containsKey(name))
                .toList();
        assertThat(all).contains("GOOGLE_POPUP", "MAILKEEP_ROLE", "GMAIL_BASE_URL", "SPRING_MAIL_HOST");
        MailkeepEnvironment empty = environment;
        for (String name : all) {
            empty = empty.with(name, "");
        }
        try (MailkeepProcess mailkeep = MailkeepProcess.start(empty)) {
            assertThat(mailkeep.log()).contains("the simulated Google").doesNotContain("ERROR");
        }
    }

    @Test
    void runsOnASimulatedGoogleWhenNothingIsSet() throws Exception {
        Path data = fresh();
        try (RunningMailkeep mailkeep = RunningMailkeep.start(MailkeepEnvironment.bare(data))) {
            assertThat(mailkeep.beanClasses()).anyMatch(type -> type.startsWith("dev.mailkeep.simulator."));
            assertThat(mailkeep.browser()
                            .get("/api/session")
                            .json()
                            .path("demo")
                            .asBoolean())
                    .isTrue();
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("token-keyset.json")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    private static Path fresh() throws IOException {
        return Files.createTempDirectory(temporary, "data").toRealPath();
    }
}

package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.MailkeepProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when Mailkeep refuses to start: a sentence, and none of what Java has to say about it. */
class RefusalTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhyTheKeysetOfTheExampleIsRefusedAndNothingElse() throws Exception {
        String sample = Files.readAllLines(Path.of("../.env.example")).stream()
                .filter(line -> line.startsWith("#TOKEN_KEYSET="))
                .map(line -> line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\'')))
                .findFirst()
                .orElseThrow();

        assertRefused(
                MailkeepEnvironment.bare(folder).with("TOKEN_KEYSET", sample),
                "Key 1 of the token keyset is a sample that anybody can know.");
    }

    @Test
    void saysWhichSettingIsOutOfItsRangeAndNothingElse() {
        assertRefused(
                MailkeepEnvironment.bare(folder).with("MAILKEEP_SYNC_INTERVAL", "PT9S"),
                "MAILKEEP_SYNC_INTERVAL must be at least PT10S");
    }

    @Test
    void saysWhatTheAddressOfADatabaseMustBeWithoutRepeatingIt() {
        assertRefused(
                MailkeepEnvironment.bare(folder)
                        .with("DATABASE_URL", "postgresql://secret word@db.example/x")
                        .with("TOKEN_KEYSET", "any"),
                "DATABASE_URL must be postgresql://user:password@host:port/database");
    }

    private static void assertRefused(MailkeepEnvironment environment, String sentence) {
        assertThatThrownBy(() -> MailkeepProcess.start(environment))
                .hasMessageContaining("it ended: ")
                .hasMessageContaining("APPLICATION FAILED TO START")
                .hasMessageContaining(sentence)
                .satisfies(ended -> assertThat(ended.getMessage())
                        .doesNotContain("\tat ", "Exception", "secret word")
                        .containsOnlyOnce(sentence));
    }
}

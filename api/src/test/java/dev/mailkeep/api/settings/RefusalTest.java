package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.MailkeepProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void saysThatSessionsOfRealAccountsNeedHttps() {
        assertRefused(
                MailkeepEnvironment.bare(folder)
                        .with("PUBLIC_URL", "http://mail.example.org")
                        .with("GOOGLE_CLIENT_ID", "id")
                        .with("GOOGLE_CLIENT_SECRET", "secret word"),
                "PUBLIC_URL must be https unless it is this machine");
    }

    @Test
    void saysThatOthersCanReadTheKeyset() throws Exception {
        Path keyset = Files.writeString(folder.resolve("keyset.json"), KeysetFormat.CLEAR.generate());
        Files.setPosixFilePermissions(keyset, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(
                MailkeepEnvironment.bare(folder).with("TOKEN_KEYSET_FILE", keyset.toString()),
                "is open to others (rw-r--r--): run chmod 600 on it");
    }

    @Test
    void saysThatTheSimulatedGoogleDoesNotPush() {
        assertRefused(
                MailkeepEnvironment.bare(folder)
                        .with("GMAIL_PUSH_TOPIC", "projects/p/topics/t")
                        .with("GMAIL_PUSH_SUBSCRIPTION", "projects/p/subscriptions/s"),
                "GMAIL_PUSH_TOPIC needs GOOGLE_CLIENT_ID");
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

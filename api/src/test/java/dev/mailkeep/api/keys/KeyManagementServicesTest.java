package dev.mailkeep.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KmsClient;
import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.token.KeyManagement;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.MailkeepProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries of the services, as they travel in the jar. Neither service itself can be reached from a test. */
class KeyManagementServicesTest {

    @TempDir
    private Path folder;

    @Test
    void googlesTravelsInTheJarAndAmazonsHasToBeBuiltIn() {
        String googles = "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k";
        assertThat(ServiceLoader.load(KmsClient.class).stream()
                        .anyMatch(client -> client.get().doesSupport(googles)))
                .isTrue();
        assertThatThrownBy(() -> KeyManagement.key("aws-kms://arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("-Paws-kms");
    }

    @Test
    void areNotEvenLoadedWhereNoKeyOfTheirsIsNamed() throws Exception {
        Path loaded = folder.resolve("loaded-classes");
        try (MailkeepProcess mailkeep = MailkeepProcess.start(
                MailkeepEnvironment.bare(Files.createDirectory(folder.resolve("data"))),
                "-Xlog:class+load:file=" + loaded + "::filecount=0")) {
            mailkeep.end();
        }
        assertThat(Files.readString(loaded))
                .contains(" com.google.crypto.tink.Aead ")
                .doesNotContain(" com.google.crypto.tink.integration.", " com.amazonaws.");
    }
}

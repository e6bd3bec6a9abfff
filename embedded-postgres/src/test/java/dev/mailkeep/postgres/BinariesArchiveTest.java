package dev.mailkeep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesArchiveTest {

    /** The names in zonky's artifacts of version 18.6.0. */
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, false, postgres-linux-x86_64.txz",
        "Linux, aarch64, false, postgres-linux-arm_64.txz",
        "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz",
        "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz",
        "Windows 11, amd64, false, postgres-windows-x86_64.txz"
    })
    void isNamedBySystemAndProcessor(String os, String processor, boolean alpine, String name) {
        assertThat(BinariesArchive.name(os, processor, alpine)).isEqualTo(name);
    }

    @Test
    void refusesASystemThatTheClassPathHoldsNoProgramsForAndWritesNothing(@TempDir Path temporary) {
        Path data = temporary.resolve("data");
        String processor = System.setProperty("os.arch", "sparcv9");
        try {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(data, "shop"))
                    .isInstanceOfSatisfying(
                            BinariesMissing.class,
                            missing -> assertThat(missing.system())
                                    .isEqualTo(System.getProperty("os.name") + " on sparcv9"));
        } finally {
            System.setProperty("os.arch", processor);
        }
        assertThat(data).doesNotExist();
    }
}

package dev.mailkeep.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresFirstStartTests {

    @TempDir
    Path temporary;

    @Test
    void startsAgainWhenTheFirstSetupWasKilledHalfway() throws Exception {
        Path data = temporary.toRealPath().resolve("data");
        try (ChildProcess child = ChildProcess.spawn(data)) {
            while (child.isAlive() && unfinished(data).isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            child.kill();
        }
        assertThat(data.resolve("postgres")).doesNotExist();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThat(Sql.query(server, "SELECT 1")).containsExactly("1");
        }
        EmbeddedPostgresServer.start(data, "shop").close();
        assertThat(unfinished(data)).isEmpty();
        assertThat(Postmasters.of(data)).isEmpty();
    }

    @Test
    void unpacksAgainWhenUnpackingWasCutShort() throws Exception {
        Path data = temporary.toRealPath().resolve("data");
        Path half = Files.createDirectories(data.resolve("postgres-binaries/unpacking-1/bin"));
        Files.createFile(half.resolve("postgres"));
        EmbeddedPostgresServer.start(data, "shop").close();
        assertThat(half).doesNotExist();
    }

    private static List<Path> unfinished(Path data) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.exists(data)) {
            try (var directories = Files.newDirectoryStream(data, "postgres-new-*")) {
                directories.forEach(found::add);
            }
        }
        return found;
    }
}

package dev.mailkeep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresRestartTests {

    @TempDir
    static Path temporary;

    /** One for all of them: setting up is slow, and each leaves it stopped. */
    private static Path data;

    @BeforeAll
    static void nameTheDirectory() throws IOException {
        data = temporary.toRealPath().resolve("the data");
    }

    @AfterEach
    void leavesNoProcessBehind() throws Exception {
        List<ProcessHandle> left = Postmasters.of(data);
        Postmasters.kill(left);
        assertThat(left).isEmpty();
    }

    @Test
    void keepsItsDataAndPasswordBetweenStarts() throws Exception {
        String password;
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            password = server.password();
            Sql.query(
                    server,
                    "DROP TABLE IF EXISTS kept; CREATE TABLE kept (what text); INSERT INTO kept VALUES ('a row') RETURNING 1");
            // A client that is still connected doesn't hold up the end.
            DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
        }
        assertThat(Postmasters.of(data)).isEmpty();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThat(server.password()).isEqualTo(password);
            assertThat(Sql.query(server, "SELECT what FROM kept")).containsExactly("a row");
            server.close(); // and once more at the end of the block, which does nothing
        }
    }

    @Test
    void takesOverAfterItsProcessWasKilled() throws Exception {
        try (ChildProcess child = ChildProcess.spawn(data)) {
            child.awaitLine("ready");
            child.kill();
        }
        assertThat(Postmasters.of(data)).as("left behind by the kill").hasSize(1);
        ProcessHandle orphan = Postmasters.of(data).get(0);
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThat(Sql.query(server, "SELECT what FROM kept")).containsExactly("before the end");
            assertThat(Postmasters.of(data)).hasSize(1).doesNotContain(orphan);
        }
    }

    @Test
    void startsAfterProcessAndPostgresWereBothKilled() throws Exception {
        try (ChildProcess child = ChildProcess.spawn(data)) {
            child.awaitLine("ready");
            child.kill();
        }
        Postmasters.kill(Postmasters.of(data));
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThat(Sql.query(server, "SELECT what FROM kept")).containsExactly("before the end");
        }
    }

    @Test
    void refusesADirectoryAnotherProcessUsesAndLeavesThatAlone() throws Exception {
        try (ChildProcess child = ChildProcess.spawn(data)) {
            String url = child.awaitLine("ready");
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(data, "shop"))
                    .isInstanceOfSatisfying(
                            DirectoryInUse.class,
                            refused -> assertThat(refused.directory()).isEqualTo(data));
            String password =
                    Files.readString(data.resolve("postgres-password")).strip();
            assertThat(Sql.query(url, password, "SELECT what FROM kept")).containsExactly("before the end");
            child.kill();
        }
        EmbeddedPostgresServer.start(data, "shop").close();
    }

    @Test
    void staysLockedForOthersAfterRefusingASecondStartInItsOwnProcess() throws Exception {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(data, "shop"))
                    .isInstanceOf(IllegalStateException.class);
            try (ChildProcess child = ChildProcess.spawn(data)) {
                assertThatThrownBy(() -> child.awaitLine("ready")).isInstanceOf(AssertionError.class);
            }
            assertThat(Sql.query(server, "SELECT 'still here'")).containsExactly("still here");
        }
    }

    @Test
    void keepsServingUntilItIsClosedWhenTheTerminalInterruptsEveryProcess() throws Exception {
        assumeThat(Path.of("/usr/bin/setsid")).exists();
        // Its own process group stands for the terminal's: Ctrl-C signals all of it.
        // A shell that runs the tests in the background lets its children ignore Ctrl-C, which is undone here.
        try (ChildProcess child = ChildProcess.spawn(data, "/usr/bin/env", "--default-signal=INT", "/usr/bin/setsid")) {
            child.awaitLine("ready");
            new ProcessBuilder("sh", "-c", "kill -INT -" + child.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(child.awaitLine("drained")).isEqualTo("yes");
            assertThatThrownBy(() -> child.awaitLine("anything more")).isInstanceOf(AssertionError.class);
        }
        assertThat(Postmasters.of(data)).isEmpty();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data, "shop")) {
            assertThat(Sql.query(server, "SELECT what FROM kept")).containsExactly("before the end", "while draining");
        }
    }

    @Test
    void ignoresAPidFileWhoseProcessIsSomethingElseByNow() throws Exception {
        EmbeddedPostgresServer.start(data, "shop").close();
        for (String stale : List.of("", ProcessHandle.current().pid() + "\n", "2147483646\n")) {
            Files.writeString(data.resolve("postgres/postmaster.pid"), stale);
            EmbeddedPostgresServer.start(data, "shop").close();
        }
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        EmbeddedPostgresServer.start(data, "shop").close();
        Path settings = data.resolve("postgres/postgresql.conf");
        String good = Files.readString(settings);
        Files.writeString(settings, good + "\nno_such_setting = 1\n");
        assertThatThrownBy(() -> EmbeddedPostgresServer.start(data, "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no_such_setting");
        Files.writeString(settings, good);
        Files.move(data.resolve("postgres-password"), data.resolve("elsewhere"));
        assertThatThrownBy(() -> EmbeddedPostgresServer.start(data, "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("password is missing");
        assertThat(data.resolve("postgres-password")).doesNotExist();
        Files.move(data.resolve("elsewhere"), data.resolve("postgres-password"));
    }
}

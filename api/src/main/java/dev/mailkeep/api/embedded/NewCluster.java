package dev.mailkeep.api.embedded;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.mailkeep.api.embedded.PostgresBinaries.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the PostgreSQL data directory, once. It is made under another name, without a listening server, and gets its own
 * name when it is complete: a crash on the way leaves only a directory to delete.
 *
 * <p>Nobody may log in while it is made ({@code initdb --auth=reject}), and afterwards only the application's role, to its
 * database, with the password. The superuser has neither a password nor a way in.
 */
final class NewCluster {

    private static final Logger log = LoggerFactory.getLogger(NewCluster.class);

    private static final String PREFIX = "postgres-new-";

    private static final String ACCESS = """
            # Written by Mailkeep when it made this directory.
            host mailkeep mailkeep 127.0.0.1/32 scram-sha-256
            """;

    private NewCluster() {}

    /**
     * @param cluster where it will be
     * @param password of the role {@code mailkeep}, which owns the database {@code mailkeep}; base64url
     */
    static void create(PostgresBinaries binaries, Path cluster, String password) {
        Path parent = cluster.resolveSibling("");
        try {
            Path unfinished = Files.createTempDirectory(parent, PREFIX);
            initdb(binaries, unfinished);
            createDatabase(binaries, unfinished, password);
            Files.writeString(unfinished.resolve("pg_hba.conf"), ACCESS, WRITE, TRUNCATE_EXISTING, SYNC);
            Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
            forceToDisk(parent);
        } catch (IOException e) {
            throw new UncheckedIOException("The database directory " + cluster + " can't be made.", e);
        }
    }

    private static void initdb(PostgresBinaries binaries, Path directory) {
        // PostgreSQL's own C.UTF-8: order by code point, letter case of all of Unicode, and nothing from the C library,
        // whose upgrades change orders and so break indexes.
        Outcome outcome = binaries.run(
                "",
                "initdb",
                List.of(
                        "--pgdata=" + directory,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("The embedded PostgreSQL can't be set up. It says:\n" + outcome.output());
        }
    }

    /** In single-user mode, over standard input: no connection is needed, and the password is in no argument and no log. */
    private static void createDatabase(PostgresBinaries binaries, Path directory, String password) {
        String sql = """
                CREATE ROLE mailkeep LOGIN PASSWORD '%s';
                CREATE DATABASE mailkeep OWNER mailkeep;
                REVOKE ALL ON DATABASE mailkeep FROM PUBLIC;
                """.formatted(password);
        Outcome outcome = binaries.run(
                sql,
                "postgres",
                List.of(
                        "--single",
                        "-D",
                        directory.toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "log_min_error_statement=panic",
                        "postgres"));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("The database can't be made. PostgreSQL exits with " + outcome.exitCode());
        }
    }

    /** Deletes what a killed first start left. Its initdb may outlive it a little and disturb this: then the next time. */
    static void deleteUnfinished(Path parent) {
        try (var unfinished = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : unfinished) {
                FileSystemUtils.deleteRecursively(directory);
            }
        } catch (IOException e) {
            log.debug("An unfinished database directory in {} is left for the next start", parent, e);
        }
    }

    /** So that a power failure can't take back the new name. Windows can't open a directory, and doesn't need it. */
    private static void forceToDisk(Path directory) throws IOException {
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }
}

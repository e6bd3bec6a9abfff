package dev.mailkeep.postgres;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.mailkeep.postgres.PostgresBinaries.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the PostgreSQL data directory, once: under another name and without a listening server. It gets its own name when it
 * is complete, so that a crash on the way leaves only a directory to delete.
 *
 * <p>Nobody may log in while it is made ({@code initdb --auth=reject}), and afterwards only the application's role, to its
 * database, with the password. The superuser has neither a password nor a way in.
 */
final class NewCluster {

    private static final Logger log = LoggerFactory.getLogger(NewCluster.class);

    private static final String PREFIX = "postgres-new-";

    private static final String ACCESS = """
            # Written when this directory was made.
            host %1$s %1$s 127.0.0.1/32 scram-sha-256
            """;

    private NewCluster() {}

    /**
     * @param cluster where it will be
     * @param name of the role, and of the database that it owns: lower-case letters, digits and underscores
     * @param password of the role; base64url
     */
    static void create(PostgresBinaries binaries, Path cluster, String name, String password) {
        Path parent = cluster.resolveSibling("");
        try {
            Path unfinished = Files.createTempDirectory(parent, PREFIX);
            initdb(binaries, unfinished);
            createDatabase(binaries, unfinished, name, password);
            Files.writeString(
                    unfinished.resolve("pg_hba.conf"), ACCESS.formatted(name), WRITE, TRUNCATE_EXISTING, SYNC);
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
    private static void createDatabase(PostgresBinaries binaries, Path directory, String name, String password) {
        String sql = """
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
                CREATE DATABASE %1$s OWNER %1$s;
                REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
                """.formatted(name, password);
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

    /** Deletes what a killed first start left. Its initdb may outlive it and get in the way; then the next start deletes. */
    static void deleteUnfinished(Path parent) {
        try (var unfinished = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : unfinished) {
                Directories.delete(directory);
            }
        } catch (IOException e) {
            log.debug("An unfinished database directory in {} is left for the next start", parent, e);
        }
    }

    /** Forces the new name to disk, so that a power failure can't undo it. Windows can't open a directory, and doesn't need it. */
    private static void forceToDisk(Path directory) throws IOException {
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }
}

package dev.mailkeep.api.embedded;

import dev.mailkeep.activities.RefusedToStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 of its own, kept in a directory, for one process. It listens on 127.0.0.1 only, at a port that is new at
 * each start, and lets in one role, {@code mailkeep}, the owner of the database {@code mailkeep}, with a password.
 *
 * <p>In the directory: {@code postgres} (the data), {@code postgres-password} (mode 0600), {@code postgres-binaries},
 * {@code postgres.log} (with {@code postgres.log.1} of the start before) and {@code mailkeep.lock}.
 *
 * <p>It registers no shutdown hook: who starts it closes it, after its clients. When the process is killed, PostgreSQL
 * lives on, and the next start on the directory stops it first.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
    private static final String NAME = "mailkeep"; // the role and its database

    private final DirectoryLock lock;
    private final Cluster cluster;
    private final int port;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(DirectoryLock lock, Cluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts PostgreSQL, and makes its database at the first start. Returns when it takes connections.
     *
     * @param dataDirectory where everything is kept, for example {@code ./data}; made, mode 0700, if it is missing
     * @throws IllegalStateException when another living Mailkeep uses the directory, which is left alone, or PostgreSQL
     *     can't start; the message is a sentence for a person
     * @throws java.io.UncheckedIOException when the directory can't be written to
     */
    public static EmbeddedPostgresServer start(Path dataDirectory) {
        Path directory = OwnerOnly.directory(dataDirectory);
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            return start(directory, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgresServer start(Path directory, DirectoryLock lock) {
        Path data = directory.resolve("postgres");
        Path passwordFile = directory.resolve("postgres-password");
        boolean first = !Files.exists(data);
        if (!first && !Files.exists(passwordFile)) {
            throw new RefusedToStart("There is a database in " + data + ", but its password is missing: the file "
                    + passwordFile + ". Put the file back.");
        }
        String password = OwnerOnly.secret(passwordFile);
        PostgresBinaries binaries = PostgresBinaries.unpackInto(directory.resolve("postgres-binaries"));
        NewCluster.deleteUnfinished(directory);
        if (first) {
            NewCluster.create(binaries, data, password);
        }
        Cluster cluster = new Cluster(binaries, data, directory.resolve("postgres.log"));
        int port = cluster.start();
        log.info("PostgreSQL started on 127.0.0.1:{}, data in {}", port, data);
        return new EmbeddedPostgresServer(lock, cluster, port, password);
    }

    /**
     * How a second process reaches the database while the first runs. It says no secret by itself.
     *
     * @param password a secret
     */
    public record Running(String jdbcUrl, String username, String password) {
        @Override
        public String toString() {
            return "Running[" + jdbcUrl + "]";
        }
    }

    /**
     * The PostgreSQL that a running Mailkeep has started on a data directory; empty when none runs.
     *
     * @throws IllegalStateException when it can't be reached just now
     */
    public static Optional<Running> running(Path dataDirectory) {
        try {
            Path directory = dataDirectory.toRealPath();
            Path data = directory.resolve("postgres");
            if (Postmaster.of(data).isEmpty()) {
                return Optional.empty();
            }
            String password =
                    Files.readString(directory.resolve("postgres-password")).strip();
            return Optional.of(new Running(jdbcUrl(Postmaster.port(data)), NAME, password));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "The data directory " + dataDirectory + " can't be read. Run this as the user that runs Mailkeep.",
                    unreadable);
        }
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /** The database's address, without user and password. It holds until {@link #close()}. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    /** The role, not a superuser, that owns the database. */
    public String username() {
        return NAME;
    }

    /** Its password: a secret. */
    public String password() {
        return password;
    }

    /**
     * Stops PostgreSQL, with whoever is still connected, waits for its end and frees the directory. Closing again does
     * nothing.
     *
     * @throws IllegalStateException when PostgreSQL doesn't end
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            cluster.stop();
            log.info("PostgreSQL stopped, data in {}", cluster.directory());
        } finally {
            lock.close();
        }
    }
}

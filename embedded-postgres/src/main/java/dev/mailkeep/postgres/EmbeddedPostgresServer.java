package dev.mailkeep.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of its own, kept in a directory, for one process. It listens on 127.0.0.1 only, at a new port for each start,
 * and lets in one role, with a password. The role owns one database of the same name.
 *
 * <p>In the directory: {@code postgres} (the data), {@code postgres-password} (mode 0600), {@code postgres-binaries},
 * {@code postgres.log} (with {@code postgres.log.1} of the start before) and {@code <name>.lock}.
 *
 * <p>It registers no shutdown hook: the program that starts it closes it, after its clients. When the process is killed,
 * PostgreSQL lives on, and the next start on the directory stops it first.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final DirectoryLock lock;
    private final Cluster cluster;
    private final String name;
    private final int port;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(DirectoryLock lock, Cluster cluster, String name, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.name = name;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts PostgreSQL, and makes its database at the first start. Returns when it takes connections.
     *
     * @param dataDirectory where everything is kept, for example {@code ./data}; made, mode 0700, if it is missing
     * @param name of the role, of its database and of the lock file: the same for each start. A lower-case letter, then up
     *     to 62 of those, digits and underscores
     * @throws BinariesMissing when the class path holds no PostgreSQL for this system
     * @throws DirectoryInUse when another living process has the directory, which is left alone
     * @throws CannotStart when PostgreSQL can't start for another reason
     * @throws java.io.UncheckedIOException when the directory can't be written to
     */
    public static EmbeddedPostgresServer start(Path dataDirectory, String name) {
        requireName(name);
        BinariesArchive archive = BinariesArchive.find();
        Path directory = OwnerOnly.directory(dataDirectory);
        DirectoryLock lock = DirectoryLock.acquire(directory, name);
        try {
            return start(directory, name, archive, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgresServer start(
            Path directory, String name, BinariesArchive archive, DirectoryLock lock) {
        Path data = directory.resolve("postgres");
        Path passwordFile = directory.resolve("postgres-password");
        boolean first = !Files.exists(data);
        if (!first && !Files.exists(passwordFile)) {
            throw new CannotStart("There is a database in " + data + ", but its password is missing: the file "
                    + passwordFile + ". Put the file back.");
        }
        String password = OwnerOnly.secret(passwordFile);
        PostgresBinaries binaries = PostgresBinaries.unpack(archive, directory.resolve("postgres-binaries"));
        NewCluster.deleteUnfinished(directory);
        if (first) {
            NewCluster.create(binaries, data, name, password);
        }
        Cluster cluster = new Cluster(binaries, data, directory.resolve("postgres.log"));
        int port = cluster.start();
        log.info("PostgreSQL started on 127.0.0.1:{}, data in {}", port, data);
        return new EmbeddedPostgresServer(lock, cluster, name, port, password);
    }

    /**
     * How a second process reaches the database while the first runs. {@code toString} shows no secret.
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
     * The PostgreSQL that another process has started on a data directory; empty when none runs.
     *
     * @param name the name that it was started with
     * @throws IllegalStateException when it can't be reached just now
     */
    public static Optional<Running> running(Path dataDirectory, String name) {
        requireName(name);
        try {
            Path directory = dataDirectory.toRealPath();
            Path data = directory.resolve("postgres");
            if (Postmaster.of(data).isEmpty()) {
                return Optional.empty();
            }
            String password =
                    Files.readString(directory.resolve("postgres-password")).strip();
            return Optional.of(new Running(jdbcUrl(Postmaster.port(data), name), name, password));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "The data directory " + dataDirectory
                            + " can't be read. Run this as the user that runs its PostgreSQL.",
                    unreadable);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a name for a role and its database: " + name);
        }
    }

    private static String jdbcUrl(int port, String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** The database's address, without user and password. It holds until {@link #close()}. */
    public String jdbcUrl() {
        return jdbcUrl(port, name);
    }

    /** The role, not a superuser, that owns the database. */
    public String username() {
        return name;
    }

    /** Its password: a secret. */
    public String password() {
        return password;
    }

    /**
     * Ends the connections that are still open, stops PostgreSQL, waits for its end and frees the directory. Closing again
     * does nothing.
     *
     * @throws CannotStart when PostgreSQL doesn't end
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

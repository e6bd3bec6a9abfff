package dev.mailkeep.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Who serves a data directory, by its {@code postmaster.pid}: a process id is reused, so the file alone proves nothing. */
final class Postmaster {

    private Postmaster() {}

    /**
     * The living PostgreSQL of this data directory.
     *
     * @param cluster the data directory, by its real path
     */
    static Optional<ProcessHandle> of(Path cluster) {
        return named(cluster).filter(process -> isPostgres(process) && worksIn(process, cluster));
    }

    /**
     * Deletes a {@code postmaster.pid} that is empty or names a living process that isn't this directory's PostgreSQL: a
     * starting PostgreSQL would give up before either. One that names a dead process is left to PostgreSQL, which reads in
     * it whose shared memory to look for.
     */
    static void clearMisleadingPidFile(Path cluster) {
        try {
            if (Files.exists(pidFile(cluster))
                    && (pid(cluster).isEmpty() || named(cluster).isPresent())) {
                Files.delete(pidFile(cluster));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + pidFile(cluster) + " can't be deleted.", e);
        }
    }

    /**
     * Waits briefly for the end of a postmaster that has deleted its {@code postmaster.pid}, which is the last thing
     * it does and what pg_ctl waits for. A dead process that nobody reaps counts as ended: it shows no program any more.
     */
    static void awaitEnd(ProcessHandle postmaster) {
        for (int i = 0; i < 500 && postmaster.isAlive() && isPostgres(postmaster); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    private static Optional<ProcessHandle> named(Path cluster) {
        return pid(cluster).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    }

    /** The port that a living postmaster listens at: the fourth line. */
    static int port(Path cluster) {
        try {
            return Integer.parseInt(Files.readAllLines(pidFile(cluster)).get(3).strip());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(
                    "PostgreSQL in " + cluster + " is starting or stopping. Try again when it runs.", e);
        }
    }

    /** Its first line (https://www.postgresql.org/docs/18/storage-file-layout.html). */
    private static Optional<Long> pid(Path cluster) {
        try {
            return Files.readAllLines(pidFile(cluster)).stream().findFirst().map(line -> Long.valueOf(line.strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + pidFile(cluster) + " can't be read.", e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(Path::of).map(Path::getFileName).map(Path::toString).stream()
                .anyMatch(name -> name.startsWith("postgres")); // also "postgres.exe", "postgres (deleted)"
    }

    /** A postmaster's working directory is its data directory. Linux shows it; elsewhere the arguments must do. */
    private static boolean worksIn(ProcessHandle process, Path cluster) {
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            if (Files.exists(workingDirectory)) {
                return Files.isSameFile(workingDirectory, cluster);
            }
        } catch (IOException e) {
            // It has just ended, or this user may not read that; its arguments decide.
        }
        return process.info()
                .arguments()
                .map(List::of)
                .map(arguments -> arguments.contains(cluster.toString()))
                .orElse(true); // Windows shows no arguments
    }
}

package dev.mailkeep.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs of PostgreSQL, unpacked for this operating system.
 *
 * <p>zonky's own {@code EmbeddedPostgres}, which comes with the same archives, is made for tests and isn't used: it unpacks
 * to a directory under {@code /tmp} that everybody may write to and takes half-written files there for whole ones, runs
 * {@code initdb -A trust}, starts with fsync off ({@code -F}), keeps asking when the server has already failed to start, and
 * stops waiting for a shutdown after five seconds.
 */
final class PostgresBinaries {

    /** What a program did. {@code output}: its standard output and error together. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private static final boolean IN_USER_NAMESPACE = isRootOnLinux() && canUnshare();

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks into a directory named by the archive's digest, unless it is there; an older version is deleted. */
    static PostgresBinaries unpack(BinariesArchive archive, Path directory) {
        try {
            Files.createDirectories(directory);
            Path home = directory.resolve(archive.digest());
            if (!Files.exists(home)) {
                deleteContent(directory);
                Path unfinished = Files.createTempDirectory(directory, "unpacking-");
                archive.unpack(unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL can't be unpacked into " + directory + ".", e);
        }
    }

    /**
     * Runs one program to its end. An interrupt doesn't cut it short: a shutdown must not leave a server half stopped.
     *
     * @param input what it reads from standard input; secrets go here, never into {@code arguments}
     */
    Outcome run(String input, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (IN_USER_NAMESPACE) {
            // PostgreSQL refuses to run as root; in a user namespace of its own root is nobody, and still owns its
            // files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The user's own PGDATA, PGPORT and PGOPTIONS are meant for other servers.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(waitFor(process), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's " + program + " can't be run.", e);
        }
    }

    private static int waitFor(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isRootOnLinux() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notOnLinux) {
            return false;
        }
    }

    /** Containers may forbid it. PostgreSQL itself says then why it doesn't run. */
    private static boolean canUnshare() {
        try {
            Process process = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return waitFor(process) == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static void deleteContent(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            for (Path path : content.toList()) {
                Directories.delete(path);
            }
        }
    }
}

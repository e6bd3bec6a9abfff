package dev.mailkeep.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The packaged Mailkeep as a process of its own, with an embedded PostgreSQL in a directory that is deleted with it. */
final class MailkeepProcess implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final int LINES_OF_LOG = 40;

    private final Path directory;
    private final Process process;
    private final URI url;
    private final Thread atExit = new Thread(this::end);
    private final List<SingleConnectionDataSource> connections = new ArrayList<>();

    private MailkeepProcess(Path directory, Process process, URI url) {
        this.directory = directory;
        this.process = process;
        this.url = url;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it on free ports with these settings and waits until it says that it is ready. */
    static MailkeepProcess start(Map<String, String> settings, List<String> javaOptions) throws Exception {
        Path directory = Files.createTempDirectory("mailkeep-benchmark-").toRealPath();
        Files.createDirectory(directory.resolve("data"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(Layout.mailkeep());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        int port = freePort();
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_PORT", String.valueOf(freePort()));
        builder.environment().put("PUBLIC_URL", "http://localhost:" + port);
        builder.environment()
                .put("MAILKEEP_DATA_DIRECTORY", directory.resolve("data").toString());
        var started = new MailkeepProcess(directory, builder.start(), URI.create("http://localhost:" + port));
        try {
            Patience.until("Mailkeep is ready", STARTS_WITHIN, Duration.ofMillis(100), started::isReady);
            return started;
        } catch (Exception | Error failed) {
            started.close();
            throw failed;
        }
    }

    private boolean isReady() throws IOException {
        requireAlive();
        return log().contains("Mailkeep is ready");
    }

    /** Fails, with the end of its log, when it has ended. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = log().lines().toList();
            throw new IllegalStateException("Mailkeep ended with " + process.exitValue() + ": "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size())));
        }
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /** What it printed so far. */
    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** A file of its directory, which is there until it is closed. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** A connection of its own to its database, as its own role. */
    JdbcClient database() throws IOException {
        String port = Files.readAllLines(postmasterFile()).get(3).strip();
        String password =
                Files.readString(directory.resolve("data/postgres-password")).strip();
        var connection = new SingleConnectionDataSource(
                "jdbc:postgresql://127.0.0.1:" + port + "/mailkeep", "mailkeep", password, true);
        connections.add(connection);
        return JdbcClient.create(connection);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyExiting) {
            return; // the hook does it
        }
        end();
    }

    private void end() {
        connections.forEach(SingleConnectionDataSource::close);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            endPostgres();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Layout.delete(directory);
    }

    /** Mailkeep stops its PostgreSQL, unless it was killed itself. */
    private void endPostgres() throws InterruptedException {
        try {
            if (Files.exists(postmasterFile())) {
                long pid = Long.parseLong(
                        Files.readAllLines(postmasterFile()).get(0).strip());
                ProcessHandle.of(pid)
                        .filter(ProcessHandle::destroy)
                        .ifPresent(postmaster -> postmaster
                                .onExit()
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join());
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Path postmasterFile() {
        return directory.resolve("data/postgres/postmaster.pid");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

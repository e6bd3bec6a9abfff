package dev.mailkeep.postgres;

import dev.mailkeep.postgres.PostgresBinaries.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL data directory, by its real path, and the starting and stopping of its server. */
record Cluster(PostgresBinaries binaries, Path directory, Path serverLog) {

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    /** Recovery after a crash may take a while; a server that can't start says so at once. */
    private static final int START_SECONDS = 300;

    private static final int STOP_SECONDS = 30;

    /**
     * The server's log keeps what the server does (LOG, FATAL, PANIC), not the errors of statements: they quote the
     * application's data, and the application gets them anyway.
     */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "max_connections=100",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_checkpoints=off");

    /**
     * Starts the server, after stopping the one that a killed process left behind.
     *
     * @return its port on 127.0.0.1
     */
    int start() {
        String failure = "";
        // Twice: the free port may be taken in between, and a start that was killed may only now be getting ready.
        for (int attempt = 1; attempt <= 2; attempt++) {
            stopOrphan();
            int port = freePort();
            Outcome outcome = start(port);
            if (outcome.succeeded()) {
                return port;
            }
            failure = outcome.output() + "\n" + endOfLog();
        }
        stopOrphan();
        throw new CannotStart("The embedded PostgreSQL in " + directory + " can't start. It says:\n" + failure);
    }

    /** Ends connections, rolls back what is open and waits for the server to end. Nothing to do if it has already. */
    void stop() {
        // Immediate is a crash: nothing committed is lost, the next start recovers.
        for (String mode : List.of("fast", "immediate")) {
            Optional<ProcessHandle> postmaster = Postmaster.of(directory);
            if (postmaster.isEmpty()) {
                return;
            }
            Outcome outcome = pgCtl("stop", "--mode=" + mode, "--timeout=" + STOP_SECONDS);
            if (outcome.succeeded()) {
                Postmaster.awaitEnd(postmaster.get());
                return;
            }
            log.warn("A {} shutdown of PostgreSQL in {} failed: {}", mode, directory, outcome.output());
        }
        Postmaster.of(directory).ifPresent(process -> {
            throw new CannotStart("The embedded PostgreSQL in " + directory + ", process " + process.pid()
                    + ", doesn't stop. Stop it by hand.");
        });
    }

    private void stopOrphan() {
        Postmaster.of(directory).ifPresent(process -> {
            log.info("Stopping PostgreSQL process {}, left behind in {}", process.pid(), directory);
            stop();
        });
        Postmaster.clearMisleadingPidFile(directory);
    }

    /**
     * Starts the server with pg_ctl, which puts it into a session of its own: Ctrl-C goes to every process of a
     * terminal, and would end the server under an application that still has work to finish.
     */
    private Outcome start(int port) {
        keepPreviousLog();
        String options = SETTINGS.stream().map(setting -> "-c " + setting).collect(Collectors.joining(" "));
        return pgCtl(
                "start", "--timeout=" + START_SECONDS, "--log=" + serverLog, "--options=-p " + port + " " + options);
    }

    private Outcome pgCtl(String action, String... options) {
        List<String> arguments = new ArrayList<>(List.of(action, "--wait", "--pgdata=" + directory));
        arguments.addAll(List.of(options));
        return binaries.run("", "pg_ctl", arguments);
    }

    private void keepPreviousLog() {
        try {
            if (Files.exists(serverLog)) {
                Path previous = serverLog.resolveSibling(serverLog.getFileName() + ".1");
                Files.move(serverLog, previous, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + serverLog + " can't be renamed.", e);
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(serverLog);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on 127.0.0.1.", e);
        }
    }
}

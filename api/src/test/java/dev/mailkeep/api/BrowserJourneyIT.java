package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on its embedded defaults, used by a person in a real browser. */
class BrowserJourneyIT {

    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final Duration TO_START = Duration.ofMinutes(4);
    private static final long FOR_THE_JOURNEY_MINUTES = 15;

    @TempDir
    Path directory;

    @Test
    void aPersonConnectsImportsPausesReconnectsAndLeaves() throws IOException, InterruptedException {
        use("journey.mjs", Map.of());
    }

    @Test
    void aPageThatEmbedsGooglesPopupConnects() throws IOException, InterruptedException {
        use("popup.mjs", Map.of("GOOGLE_POPUP", "on"));
    }

    private void use(String script, Map<String, String> settings) throws IOException, InterruptedException {
        if (!Files.isExecutable(CHROMIUM)) {
            String skipped = "SKIPPED: no browser at " + CHROMIUM + "; set CHROMIUM to run the browser test";
            System.out.println(skipped);
            Assumptions.abort(skipped);
        }
        int port = freePort();
        Path log = directory.resolve("mailkeep.log");
        Process mailkeep = start(port, log, settings);
        try {
            awaitReady(mailkeep, log);
            assertThat(journey(script, port)).isZero();
        } finally {
            mailkeep.destroy();
            if (!mailkeep.waitFor(60, TimeUnit.SECONDS)) {
                mailkeep.destroyForcibly();
            }
        }
        assertThat(Files.readString(log)).doesNotContain("@gmail.example", "@corp.example", " ERROR ");
    }

    private Process start(int port, Path log, Map<String, String> settings) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // The jar carries no PostgreSQL.
                "-Dloader.path=" + Path.of("target", "postgres").toAbsolutePath(),
                "-cp",
                Path.of("target", "mailkeep.jar").toAbsolutePath().toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher");
        builder.directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(GOOGLE|GMAIL|TEMPORAL|MAILKEEP)_.*|PUBLIC_URL"));
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_PORT", String.valueOf(freePort()));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static void awaitReady(Process mailkeep, Path log) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TO_START);
        while (!Files.readString(log).contains("Mailkeep is ready")) {
            assertThat(mailkeep.isAlive())
                    .as("Mailkeep runs: %s", Files.readString(log))
                    .isTrue();
            assertThat(Instant.now())
                    .as("Mailkeep starts: %s", Files.readString(log))
                    .isBefore(deadline);
            Thread.sleep(200);
        }
    }

    private int journey(String script, int port) throws IOException, InterruptedException {
        Path screenshots = Path.of("target", "screenshots").toAbsolutePath();
        Path told = directory.resolve("journey.log");
        var builder = new ProcessBuilder(
                List.of("node", "browser/" + script, "http://localhost:" + port, screenshots.toString()));
        builder.directory(new File("../frontend"));
        builder.environment().put("CHROMIUM", CHROMIUM.toString());
        Process journey =
                builder.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        boolean ended = journey.waitFor(FOR_THE_JOURNEY_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            journey.destroyForcibly();
        }
        System.out.println(Files.readString(told));
        return ended ? journey.exitValue() : -1;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.mailkeep.api;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.springframework.util.FileSystemUtils;

/** A simulated Google and a Mailkeep on it, with a data directory that is deleted when both are closed. */
record GoogleAndMailkeep(SimulatedGoogle google, RunningMailkeep mailkeep) implements AutoCloseable {

    static GoogleAndMailkeep start(
            SimulatorSettings googleSettings,
            BiFunction<SimulatedGoogle, MailkeepEnvironment, MailkeepEnvironment> settings) {
        Path data = directory();
        SimulatedGoogle google = SimulatedGoogle.start(googleSettings);
        try {
            MailkeepEnvironment environment = settings.apply(google, MailkeepEnvironment.of(google, data));
            return new GoogleAndMailkeep(google, RunningMailkeep.start(environment));
        } catch (RuntimeException failed) {
            google.close();
            throw failed;
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("mailkeep-test-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        mailkeep.close();
        google.close();
        try {
            FileSystemUtils.deleteRecursively(mailkeep.environment().data());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands behind the name of the jar. */
class CommandsTest {

    @TempDir
    private Path folder;

    @Test
    void anUnknownWordStartsNothingAndNamesTheCommands() throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mailkeep.class.getName(),
                        "foo")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(2);
        String said = Files.readString(output);
        assertThat(said).contains("foo", "Usage", "keys", "help").doesNotContain("Exception");
        assertThat(said.lines()).hasSizeLessThan(10);
    }

    @Test
    void settingsOfSpringBootsStartMailkeepAndHelpHelps() {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(Commands.explain(List.of(), out, out)).isEmpty();
        assertThat(Commands.explain(List.of("--debug", "--server.port=8090"), out, out))
                .isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();

        assertThat(Commands.explain(List.of("--help"), out, out)).hasValue(0);
        assertThat(Commands.explain(List.of("--debug", "keys"), out, out)).hasValue(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Usage", "“keys”");
    }
}

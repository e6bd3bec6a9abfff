package dev.mailkeep.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What it was measured on: no names, only what makes a difference. */
final class Machine {

    private Machine() {}

    /** One line: cores, memory, system, Java, PostgreSQL. */
    static String describe() {
        return String.join(
                ", ",
                Runtime.getRuntime().availableProcessors() + " cores of " + processor(),
                memoryGigabytes() + " GB of memory",
                System.getProperty("os.name"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                "PostgreSQL " + postgres());
    }

    private static String processor() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            Optional<String> model = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
            return model.orElse(System.getProperty("os.arch"));
        } catch (IOException unreadable) {
            return System.getProperty("os.arch");
        }
    }

    /** The embedded one: the build writes its version into the manifest of this jar. */
    private static String postgres() {
        try (var jar =
                new JarFile(Layout.target().resolve("mailkeep-benchmarks.jar").toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Embedded-PostgreSQL");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long memoryGigabytes() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.round(system.getTotalMemorySize() / 1e9);
    }
}

package dev.mailkeep.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie. */
final class Layout {

    private Layout() {}

    /** {@code benchmarks/target}, where this jar is. */
    static Path target() {
        try {
            Path jar = Path.of(Layout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("").toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What follows {@code java} and its options: the jar that people run, with this machine's PostgreSQL beside it. */
    static List<String> mailkeep() {
        return List.of(
                "-Dloader.path=" + built("postgres"),
                "-cp",
                built("mailkeep.jar").toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher");
    }

    private static Path built(String name) {
        Path path = target().resolve("../../api/target").resolve(name).normalize();
        if (!Files.exists(path)) {
            throw new IllegalStateException("There is no " + path + ". Build it, or use benchmarks/run, which does.");
        }
        return path;
    }

    /** Options for the measured Java: those given, and what {@code MAILKEEP_JAVA_OPTS} adds, a profiler for example. */
    static List<String> javaOptions(String... options) {
        String more = System.getenv().getOrDefault("MAILKEEP_JAVA_OPTS", "").strip();
        return Stream.concat(Stream.of(options), Stream.of(more.split("\\s+")).filter(one -> !one.isEmpty()))
                .toList();
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.deleteIfExists(one);
            }
        } catch (IOException inTheWay) {
            throw new UncheckedIOException(inTheWay);
        }
    }
}

package dev.mailkeep.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The documents name tests that exist, and CHECKPOINT.md names all of them. Classes count by their simple names, so that
 * one may move to another package of its module.
 */
class CheckpointTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern ENTRY = Pattern.compile("`([\\w-]+): ([\\w.-]+)`");

    /** A test in backticks, with or without one of its cases. */
    private static final Pattern MENTION = Pattern.compile("`([A-Z]\\w*(?:Test|Tests|IT))(?:\\.(\\w+))?`");

    private static final Pattern TEST_OF_THE_PAGE = Pattern.compile("`([\\w-]+\\.test\\.tsx?)`");

    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Z]\\w*)(?:\\.\\w+)?[^`]*`");

    /** Classes of other people's code. */
    private static final Set<String> OF_OTHERS = Set.of("HttpSession", "XmlHttpRequest", "EventSource");

    /** Only classes with cases need a row: bases and fixtures have none. */
    private static final Pattern CASES =
            Pattern.compile("@(Test|ParameterizedTest|ArchTest|RepeatedTest|TestFactory)\\b");

    @Test
    void everyTestClassIsInExactlyOneRow() throws IOException {
        List<String> rows = ENTRY.matcher(Files.readString(ROOT.resolve("CHECKPOINT.md")))
                .results()
                .map(entry -> entry.group(1) + ": " + entry.group(2))
                .toList();
        var tests = new TreeSet<String>();
        for (String module : modules()) {
            for (Path source : files(ROOT.resolve(module).resolve("src/test/java"), CheckpointTest::isTest)) {
                tests.add(module + ": " + simpleName(source));
            }
        }
        for (Path source :
                files(ROOT.resolve("frontend/src"), file -> file.toString().matches(".*\\.test\\.tsx?"))) {
            tests.add("frontend: " + source.getFileName());
        }

        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tests);
    }

    @Test
    void everyTestThatADocumentNamesExists() throws IOException {
        var missing = new TreeSet<String>();
        List<Path> documents =
                files(ROOT.resolve("docs"), file -> file.toString().endsWith(".md"));
        for (Path document : Stream.concat(
                        documents.stream(),
                        Stream.of("README.md", "SECURITY.md", "CONTRIBUTING.md").map(ROOT::resolve))
                .toList()) {
            for (MatchResult mention :
                    MENTION.matcher(Files.readString(document)).results().toList()) {
                if (!exists(mention.group(1), mention.group(2))) {
                    missing.add(document.getFileName() + " names " + mention.group());
                }
            }
            for (MatchResult mention : TEST_OF_THE_PAGE
                    .matcher(Files.readString(document))
                    .results()
                    .toList()) {
                if (files(ROOT.resolve("frontend/src"), file -> file.endsWith(mention.group(1)))
                        .isEmpty()) {
                    missing.add(document.getFileName() + " names " + mention.group());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    /** Renames forget documents. A word in backticks that is spelled like a class must be a class, or a member of a class. */
    @Test
    void everyClassThatADocumentNamesExists() throws IOException {
        var sources = new StringBuilder();
        for (String module : modules()) {
            for (Path source : files(
                    ROOT.resolve(module).resolve("src"), file -> file.toString().endsWith(".java"))) {
                sources.append(Files.readString(source));
            }
        }
        Set<String> known = Pattern.compile("\\b[A-Z]\\w*")
                .matcher(sources)
                .results()
                .map(MatchResult::group)
                .collect(toSet());
        var unknown = new TreeSet<String>();
        for (Path document : files(ROOT.resolve("docs"), file -> file.toString().endsWith(".md"))) {
            CLASS.matcher(Files.readString(document))
                    .results()
                    .filter(word -> !known.contains(word.group(1)) && !OF_OTHERS.contains(word.group(1)))
                    .forEach(word -> unknown.add(document.getFileName() + " names " + word.group()));
        }

        assertThat(unknown).isEmpty();
    }

    private static boolean exists(String test, @Nullable String method) throws IOException {
        for (String module : modules()) {
            for (Path source : files(
                    ROOT.resolve(module).resolve("src/test/java"),
                    file -> simpleName(file).equals(test))) {
                if (method == null || Files.readString(source).matches("(?s).*\\b" + method + "(\\(| =).*")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    private static boolean isTest(Path file) {
        try {
            String name = simpleName(file);
            return name.matches(".*(Test|Tests|IT)")
                    && CASES.matcher(Files.readString(file)).find();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(wanted).toList();
        }
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replaceAll("\\.java$", "");
    }
}

package dev.mailkeep.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents: their links lead somewhere, and those that everybody reads stay short. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** An address that is no link to the web, and the heading behind its #. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|^ {4,}.*?$");

    static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        try (Stream<Path> top = Files.list(ROOT)) {
            top.filter(DocumentsTest::isDocument).forEach(documents::add);
        }
        for (String folder : List.of("docs", "benchmarks", "simulator", ".github")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(DocumentsTest::isDocument)
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(documents::add);
            }
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        String text = CODE.matcher(Files.readString(document)).replaceAll("");
        for (MatchResult link : LINK.matcher(text).results().toList()) {
            String address = link.group(1);
            Path target = address.isEmpty()
                    ? document
                    : document.resolveSibling(address).normalize();
            assertThat(target)
                    .as("%s in %s", link.group(), document.getFileName())
                    .exists();
            if (link.group(2) != null) {
                assertThat(anchors(target))
                        .as("%s in %s", link.group(), document.getFileName())
                        .contains(link.group(2));
            }
        }
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        var reached = new LinkedHashSet<>(List.of(ROOT.resolve("README.md")));
        var open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Path document = open.remove();
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            LINK.matcher(text)
                    .results()
                    .filter(link -> !link.group(1).isEmpty())
                    .map(link -> document.resolveSibling(link.group(1)).normalize())
                    .filter(DocumentsTest::isDocument)
                    .filter(reached::add)
                    .forEach(open::add);
        }
        Set<Path> all = documents().stream()
                .filter(document -> !document.toString().contains("/.github/"))
                .collect(toSet());

        assertThat(reached).containsAll(all);
    }

    @ParameterizedTest
    @CsvSource({"README.md, 150", "SECURITY.md, 150", "CHECKPOINT.md, 110"})
    void whatEverybodyReadsStaysShort(String document, int lines) throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(document))).hasSizeLessThanOrEqualTo(lines);
    }

    @Test
    void aDecisionStaysShortAndSaysWhatFollows() throws IOException {
        try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
            for (Path decision : decisions
                    .filter(file -> file.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .toList()) {
                List<String> lines = Files.readAllLines(decision);
                assertThat(lines).as(decision.toString()).hasSizeLessThanOrEqualTo(40);
                assertThat(String.join("\n", lines))
                        .as(decision.toString())
                        .containsPattern("\\*\\*(Context|Why)\\.\\*\\*")
                        .containsPattern("\\*\\*(Decision\\.|Decided:)\\*\\*")
                        .containsPattern("\\*\\*(Consequences|What follows)\\.\\*\\*");
            }
        }
    }

    private static boolean isDocument(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }

    /** As GitHub makes them of headings: small letters, dashes for spaces, nothing else but letters, digits and dashes. */
    private static Set<String> anchors(Path document) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        String text = Pattern.compile("(?ms)^```.*?^```$")
                .matcher(Files.readString(document))
                .replaceAll("");
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .map(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    return before == 0 ? anchor : anchor + "-" + before;
                })
                .collect(toSet());
    }
}

package dev.mailkeep.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mailkeep.activities.fixture.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest schema understands what the documents tell operators to type into psql. */
class DocumentedQueriesTest {

    private static final Path ROOT = Path.of("..");

    /** A statement that is a line of code, or in backticks. */
    private static final Pattern STATEMENT =
            Pattern.compile("(?m)^ {4,}((?:select|delete from) .+?);?$|`((?:select|delete from) [^`]+?);?`");

    @Test
    void areUnderstood() throws IOException {
        List<String> statements = statements();
        assertThat(statements).hasSizeGreaterThan(3);
        try (var database = TestDatabase.fresh()) {
            var jdbc = JdbcClient.create(database);
            for (String statement : statements) {
                String complete = statement.replaceAll("= ('[^']*'|…)", "= '00000000-0000-0000-0000-000000000001'");
                assertThatCode(() -> jdbc.sql("explain " + complete)
                                .query(String.class)
                                .list())
                        .as(statement)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static List<String> statements() throws IOException {
        var statements = new ArrayList<String>();
        try (Stream<Path> documents =
                Stream.concat(Files.walk(ROOT.resolve("docs")), Stream.of(ROOT.resolve("SECURITY.md")))) {
            for (Path document :
                    documents.filter(file -> file.toString().endsWith(".md")).toList()) {
                STATEMENT
                        .matcher(Files.readString(document))
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .forEach(statements::add);
            }
        }
        return statements;
    }
}

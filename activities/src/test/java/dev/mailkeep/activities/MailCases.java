package dev.mailkeep.activities;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Small messages and answers of Google's that were once misread: {@code .eml} files and JSON, in the folder that
 * MAIL_CASES_DIR names. What is right for each stands in that folder's README.
 */
public final class MailCases {

    private final Path folder;

    private MailCases(Path folder) {
        this.folder = folder;
    }

    /** The cases. Without the variable the test that asks for them is skipped, and says so. */
    public static MailCases open() {
        String folder = System.getenv("MAIL_CASES_DIR");
        if (folder == null) {
            System.err.println("MAIL_CASES_DIR is not set: the cases of misread mail are NOT tested");
        }
        assumeTrue(folder != null, "MAIL_CASES_DIR is not set");
        return new MailCases(Path.of(folder));
    }

    /** The names of all files that end so, e.g. {@code .eml}, in order. */
    public List<String> names(String ending) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as it is. */
    public byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON file as text. */
    public String json(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

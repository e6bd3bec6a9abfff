package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The places that list settings name the same ones, with the same defaults: the code, docs/settings.md, .env.example, Compose. */
class SettingsDocumentTest {

    private static final Path ROOT = Path.of("..");

    /** {@code ${NAME:default}}, as application.yml, Compose and shells have it. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::([^}]*))?}");

    private static final Pattern READ_BY_NAME = Pattern.compile(
            "(?:isUnset\\(environment|getProperty\\(|getenv\\(|getOrDefault\\()[, ]*\"([A-Z][A-Z0-9_]+)\"");

    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\| (.*?) \\|");
    private static final Pattern IN_THE_EXAMPLE = Pattern.compile("(?m)^#([A-Z][A-Z0-9_]+)=");
    private static final Pattern GIVEN_BY_COMPOSE = Pattern.compile("(?m)^ {6}([A-Z][A-Z0-9_]+):");

    /** Read by libraries under these names, not by code of ours. */
    private static final Set<String> READ_BY_LIBRARIES = Set.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES",
            "SPRING_MAIL_HOST",
            "SPRING_MAIL_PASSWORD",
            "SPRING_MAIL_PORT",
            "SPRING_MAIL_PROPERTIES_MAIL_SMTP_AUTH",
            "SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED",
            "SPRING_MAIL_USERNAME",
            "SPRING_TEMPORAL_CONNECTION_MTLS_CERTCHAINFILE",
            "SPRING_TEMPORAL_CONNECTION_MTLS_KEYFILE",
            "SPRING_TEMPORAL_CONNECTION_MTLS_SERVERNAME");

    /** What Compose does not hand through: its own parts and ports stand in the place of these. */
    private static final Set<String> NOT_FOR_COMPOSE = Set.of(
            "GMAIL_BASE_URL",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_AUTHORIZATION_URI",
            "GOOGLE_ISSUER",
            "GOOGLE_JWKS_URI",
            "GOOGLE_REVOCATION_URI",
            "GOOGLE_RISC_CONFIGURATION_URI",
            "GOOGLE_TOKEN_URI",
            "MAILKEEP_DATA_DIRECTORY",
            "MAILKEEP_JAVA_OPTS",
            "MAILKEEP_ROLE",
            "MANAGEMENT_ADDRESS",
            "MANAGEMENT_PORT",
            "PUBSUB_BASE_URL",
            "SERVER_ADDRESS",
            "SERVER_PORT",
            "SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES",
            "SPRING_TEMPORAL_CONNECTION_MTLS_CERTCHAINFILE",
            "SPRING_TEMPORAL_CONNECTION_MTLS_KEYFILE",
            "SPRING_TEMPORAL_CONNECTION_MTLS_SERVERNAME",
            "TEMPORAL_API_KEY",
            "TEMPORAL_TLS",
            "TOKEN_KEYSET");

    @Test
    void thePageHasEverySettingThatIsReadAndNoOther() throws IOException {
        var read = new TreeSet<>(defaultsInTheCode().keySet());
        read.addAll(names(PLACEHOLDER, read("temporal-compose.yml")));
        names(PLACEHOLDER, read("mailkeep")).stream()
                .filter(name -> name.startsWith("MAILKEEP_"))
                .forEach(read::add);
        assertThat(read)
                .contains("PUBLIC_URL", "TEMPORAL_TLS", "TOKEN_KEYSET_KEK", "MAILKEEP_JAVA_OPTS", "MAILKEEP_UID");
        read.addAll(READ_BY_LIBRARIES);

        assertThat(documented().keySet()).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void thePageHasTheDefaultsOfTheCode() throws IOException {
        Map<String, String> documented = documented();
        defaultsInTheCode().forEach((name, usual) -> {
            // "local" stands for the embedded server.
            if (!usual.isEmpty() && !name.equals("TEMPORAL_ADDRESS")) {
                assertThat(documented.get(name)).as(name).contains("`" + usual + "`");
            }
        });
    }

    @Test
    void theExampleHasEverySetting() throws IOException {
        assertThat(names(IN_THE_EXAMPLE, read(".env.example")))
                .containsExactlyInAnyOrderElementsOf(documented().keySet());
    }

    @Test
    void composeHandsEverySettingThroughThatItDoesNotMakeItself() throws IOException {
        String compose = read("temporal-compose.yml");
        String mailkeep = compose.substring(compose.indexOf("\n  mailkeep:\n"), compose.indexOf("\nsecrets:\n"));
        var given = names(GIVEN_BY_COMPOSE, mailkeep);
        given.addAll(names(PLACEHOLDER, compose));
        given.addAll(NOT_FOR_COMPOSE);

        assertThat(given).containsExactlyInAnyOrderElementsOf(documented().keySet());
    }

    /** Every setting that code of ours reads, with its default where one stands beside it. */
    private static Map<String, String> defaultsInTheCode() throws IOException {
        var defaults = new TreeMap<String, String>();
        var sources = new StringBuilder(read("api/src/main/resources/application.yml"));
        for (String module : Set.of("api", "activities", "workflows")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        Matcher placeholder = PLACEHOLDER.matcher(sources);
        while (placeholder.find()) {
            String usual = placeholder.group(2) == null ? "" : placeholder.group(2);
            defaults.merge(placeholder.group(1), usual, (one, other) -> one.isEmpty() ? other : one);
        }
        names(READ_BY_NAME, sources.toString()).forEach(name -> defaults.putIfAbsent(name, ""));
        return defaults;
    }

    private static Map<String, String> documented() throws IOException {
        var documented = new TreeMap<String, String>();
        Matcher row = DOCUMENTED.matcher(read("docs/settings.md"));
        while (row.find()) {
            assertThat(documented.put(row.group(1), row.group(2)))
                    .as(row.group(1))
                    .isNull();
        }
        return documented;
    }

    private static Set<String> names(Pattern pattern, String text) {
        var names = new TreeSet<String>();
        Matcher name = pattern.matcher(text);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}

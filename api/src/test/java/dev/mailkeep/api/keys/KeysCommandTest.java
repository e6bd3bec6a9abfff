package dev.mailkeep.api.keys;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.token.KeyManagement;
import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.activities.token.Keysets;
import dev.mailkeep.api.Browser;
import dev.mailkeep.api.Mailkeep;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.RunningMailkeep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    private static final String NO_DATABASE = "postgresql://user:password@127.0.0.1:1/none";

    @TempDir
    private Path folder;

    private record Said(int exitCode, String out, String err) {}

    @Test
    void printsAKeysetAndNothingElse() {
        Said said = keys(Map.of(), "generate");

        assertThat(said.exitCode()).isZero();
        assertThat(KeysetFormat.CLEAR.parse(said.out()).size()).isEqualTo(1);
        assertThat(said.err()).isEmpty();
    }

    @Test
    void namesTheCommandsWhenAnotherIsAskedFor() {
        for (String[] misused :
                new String[][] {{}, {"destroy"}, {"retire"}, {"promote", "first"}, {"list", "all"}, {"add", "1"}}) {
            Said said = keys(Map.of(), misused);

            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.out()).isEmpty();
            assertThat(said.err()).startsWith("Usage: keys <command>");
        }
    }

    @Test
    void saysThatMailkeepMustRunWhereItsDatabaseDoesNot() {
        Said said = keys(Map.of("MAILKEEP_DATA_DIRECTORY", folder.toString()), "promote", "1");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).startsWith("No Mailkeep runs on " + folder);
    }

    @Test
    void saysThatTheDatabaseCanNotBeUsedWithoutNamingItsPassword() {
        Said said = keys(Map.of("DATABASE_URL", NO_DATABASE, "TOKEN_KEYSET", KeysetFormat.CLEAR.generate()), "list");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).startsWith("The database could not be used").doesNotContain("password@");
    }

    @Test
    void printsTheNewKeysetWhereItIsInTheEnvironment() {
        String before = KeysetFormat.CLEAR.generate();

        Said said = keys(Map.of("DATABASE_URL", NO_DATABASE, "TOKEN_KEYSET", before), "add");

        assertThat(said.exitCode()).isZero();
        assertThat(Keysets.keys(KeysetFormat.CLEAR.parse(said.out())))
                .hasSize(2)
                .containsAll(Keysets.keys(KeysetFormat.CLEAR.parse(before)));
        assertThat(said.err()).contains("in the place of TOKEN_KEYSET", "restart every Mailkeep process");
    }

    @Test
    void encryptsAKeysetThatWasInTheClear() throws Exception {
        Path file = Files.writeString(folder.resolve("keyset.json"), KeysetFormat.CLEAR.generate());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment =
                Map.of("TOKEN_KEYSET_FILE", file.toString(), "TOKEN_KEYSET_KEK", FakeKeyManagement.KEY);
        assertThat(keys(environment, "add").err()).contains("the token keyset is in the clear");

        Said said = keys(environment, "encrypt");

        var wrapped = KeysetFormat.under(KeyManagement.key(FakeKeyManagement.KEY));
        assertThat(wrapped.parse(said.out()).equalsKeyset(KeysetFormat.CLEAR.parse(Files.readString(file))))
                .isTrue();
        assertThat(keys(Map.of(), "encrypt").exitCode()).isEqualTo(1);
    }

    /** From the first start to the old key's end, on the embedded PostgreSQL and under a wrapped keyset. */
    @Test
    void rotatesTheKeyOfAMailkeepThatRuns() throws Exception {
        MailkeepEnvironment environment =
                MailkeepEnvironment.bare(folder).with("TOKEN_KEYSET_KEK", FakeKeyManagement.KEY);
        try (RunningMailkeep mailkeep = RunningMailkeep.start(environment)) {
            Path file = folder.toRealPath().resolve("token-keyset.json");
            assertThat(Files.readString(file)).contains("encryptedKeyset").doesNotContain("keyData");
            Browser browser = mailkeep.browser();
            String mailbox = browser.connect("ada@gmail.example");
            Map<String, String> variables = environment.variables();
            String old = ids(keys(variables, "list")).get(0);
            assertThat(keys(variables, "list").out()).containsPattern(old + " +primary +1 +0 +0 +1\n");

            Said tooEarly = keys(variables, "retire", old);
            assertThat(tooEarly.exitCode()).isEqualTo(1);
            assertThat(tooEarly.err()).contains("is the primary one");
            assertThat(keys(variables, "promote", "17").err()).contains("has no key 17");

            assertThat(keys(variables, "add").exitCode()).isZero();
            String added = ids(keys(variables, "list")).get(1);
            eventually(() ->
                    assertThat(keys(variables, "promote", added).exitCode()).isZero());
            eventually(
                    () -> assertThat(keys(variables, "retire", old).exitCode()).isZero());

            Said after = keys(variables, "list");
            assertThat(after.out())
                    .containsPattern(added + " +primary +1 +0 +0 +1\n")
                    .doesNotContain(old);
            eventually(() -> assertThat(keys(variables, "list").out())
                    .contains("Running processes: 1, of which 1 use this keyset."));
            assertThat(Files.readString(file)).contains("encryptedKeyset").doesNotContain("keyData");
            assertThat(keys(variables, "retire", old).err()).contains("has no key " + old);

            browser.post("/api/mailboxes/" + mailbox + "/pause", Map.of());
            browser.post("/api/mailboxes/" + mailbox + "/resume", Map.of());
            assertThat(mailkeep.jdbc()
                            .sql("select event from audit_log where event like 'key-%' order by id")
                            .query(String.class)
                            .list())
                    .containsExactly("key-promoted", "key-retired");
            assertThat(mailkeep.operator().metrics()).contains("mailkeep_tokens_under_old_keys 0.0");
        }
    }

    @Test
    void aProcessOfItsOwnSaysNothingElseOnStandardOutput() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = new ArrayList<>(List.of(java.toString(), "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Mailkeep.class.getName(), "keys", "list"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of("DATABASE_URL", NO_DATABASE, "TOKEN_KEYSET", KeysetFormat.CLEAR.generate()));

        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private static List<String> ids(Said listed) {
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        return listed.out()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static Said keys(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = KeysCommand.run(
                Stream.concat(Stream.of("keys"), Arrays.stream(arguments)).toList(),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String printed = out.toString(StandardCharsets.UTF_8);
        if (arguments.length > 0 && !List.of("generate", "add").contains(arguments[0])) {
            assertThat(printed + err).as("no key material").doesNotContain("keyData");
        }
        return new Said(exitCode, printed, err.toString(StandardCharsets.UTF_8));
    }
}

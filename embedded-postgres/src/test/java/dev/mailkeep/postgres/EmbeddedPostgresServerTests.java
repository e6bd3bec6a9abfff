package dev.mailkeep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTests {

    @TempDir
    static Path temporary;

    private static Path data;
    private static EmbeddedPostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        data = temporary.toRealPath().resolve("the data");
        server = EmbeddedPostgresServer.start(data, "shop");
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(Postmasters.of(data)).isEmpty();
    }

    @Test
    void startsEmptyWithADatabaseOfItsOwnThatKeepsWhatItConfirms() throws Exception {
        assertThat(Sql.query(server, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
        assertThat(Sql.query(server, "SELECT current_user || ' ' || current_database()"))
                .containsExactly("shop shop");
        assertThat(Sql.query(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .containsExactly("f");
        assertThat(Sql.query(server, "SHOW server_version_num"))
                .first()
                .asString()
                .startsWith("18");
        assertThat(Sql.query(server, "SHOW fsync")).containsExactly("on");
        assertThat(Sql.query(server, "SHOW synchronous_commit")).containsExactly("on");
        assertThat(Sql.query(server, "SHOW full_page_writes")).containsExactly("on");
        assertThat(Sql.query(server, "SHOW server_encoding")).containsExactly("UTF8");
        assertThat(Sql.query(server, "SHOW max_connections")).containsExactly("100");
        assertThat(Sql.query(server, "SHOW listen_addresses")).containsExactly("127.0.0.1");
        // The fifth line is where its Unix socket is: nowhere.
        assertThat(Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(4))
                .isBlank();
        assertThat(Sql.query(server, "SELECT lower('ÄRGER')")).containsExactly("ärger");
        Sql.query(server, "CREATE EXTENSION pg_trgm; SELECT 1");
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        String url = server.jdbcUrl();
        assertThat(url).doesNotContain(server.password());
        assertThatThrownBy(() -> DriverManager.getConnection(url + "?user=shop"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no password was provided");
        assertThatThrownBy(() -> DriverManager.getConnection(url, "shop", "guessed"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        for (String database : List.of("postgres", "template1", "shop")) {
            String other = url.replaceAll("shop$", database);
            assertThatThrownBy(() -> DriverManager.getConnection(other, "postgres", server.password()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no pg_hba.conf entry");
        }
        assertThat(Files.readAllLines(data.resolve("postgres/pg_hba.conf")))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("host shop shop 127.0.0.1/32 scram-sha-256");
    }

    @Test
    void keepsThePasswordToItsOwner() throws Exception {
        Path file = data.resolve("postgres-password");
        assertThat(Files.readString(file).strip()).isEqualTo(server.password());
        assertThat(server.password()).matches("[A-Za-z0-9_-]{43}");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(data.resolve("postgres"))).isEqualTo("rwx------");
        assertThat(Files.readString(data.resolve("postgres.log"))).doesNotContain(server.password());
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().commandLine().orElse("").contains(server.password()));
    }

    @Test
    void keepsWhatStatementsContainOutOfItsLog() throws Exception {
        String twice = "CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a@b.example'), ('a@b.example')";
        assertThatThrownBy(() -> Sql.query(server, twice)).hasMessageContaining("duplicate key");
        assertThat(Files.readString(data.resolve("postgres.log"))).doesNotContain("a@b.example", "t_email_key");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

class DatabaseUrlTest {

    @Test
    void readsUserPasswordHostPortAndDatabase() {
        JdbcConnectionDetails details = DatabaseConfiguration.parse("postgresql://keeper:secret@db.example:5433/mail");
        assertThat(details.getJdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/mail");
        assertThat(details.getUsername()).isEqualTo("keeper");
        assertThat(details.getPassword()).isEqualTo("secret");
    }

    @Test
    void keepsOptionsAndDoesWithoutAPort() {
        assertThat(DatabaseConfiguration.parse("postgres://keeper:secret@db.example/mail?sslmode=verify-full")
                        .getJdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example/mail?sslmode=verify-full");
    }

    @Test
    void takesALastSlashOrNone() {
        assertThat(DatabaseConfiguration.parse("postgresql://keeper:secret@db.example/mail/?sslmode=require")
                        .getJdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example/mail?sslmode=require");
    }

    @Test
    void readsAPasswordOfSpecialCharacters() {
        JdbcConnectionDetails details =
                DatabaseConfiguration.parse("postgresql://keep%40er:p%40ss%3Aw%2Ford%25+x@db.example/mail");
        assertThat(details.getUsername()).isEqualTo("keep@er");
        // A plus is a plus: this is the user part of an address, not a form.
        assertThat(details.getPassword()).isEqualTo("p@ss:w/ord%+x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://a:b@c/d",
                "postgresql://db.example/mail",
                "postgresql:///mail",
                "postgresql://a:b@c",
                "postgresql://a:b@c/",
                "mail",
                "",
                "postgresql://keeper:pa^ss word@db.example/mail"
            })
    void saysHowItMustLook(String url) {
        assertThatThrownBy(() -> DatabaseConfiguration.parse(url))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("DATABASE_URL must be postgresql://user:password@host:port/database")
                .hasNoCause()
                .message()
                .doesNotContain("pa^ss");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(DatabaseConfiguration.parse("postgresql://keeper:hush@db.example/mail")
                        .toString())
                .doesNotContain("hush");
    }
}

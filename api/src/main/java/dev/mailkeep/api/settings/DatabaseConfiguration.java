package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** PostgreSQL: the server that {@code DATABASE_URL} names, or an embedded one in the data directory. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final String FORM =
            "DATABASE_URL must be postgresql://user:password@host:port/database, with special"
                    + " characters of user and password percent-encoded";

    private record Connection(String jdbcUrl, String username, String password) implements JdbcConnectionDetails {
        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public String getJdbcUrl() {
            return jdbcUrl;
        }

        /** Leaves out the password. */
        @Override
        public String toString() {
            return "Connection[" + jdbcUrl + "]";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(EmbeddedDefaults.EMBEDDED_DATABASE)
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedPostgresServer embeddedPostgres(EarlyStart early, MailkeepSettings settings) {
            return early.postgres(settings);
        }

        @Bean
        JdbcConnectionDetails embeddedConnection(EmbeddedPostgresServer postgres) {
            return new Connection(postgres.jdbcUrl(), postgres.username(), postgres.password());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = EmbeddedDefaults.EMBEDDED_DATABASE, havingValue = false)
    static class External {

        @Bean
        JdbcConnectionDetails connection(@Value("${mailkeep.database-url}") String url) {
            return parse(url);
        }
    }

    /** Reads {@code postgresql://user:pass@host:port/db?options}; the parts may be percent-encoded. */
    static JdbcConnectionDetails parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException withThePassword) {
            throw new RefusedToStart(FORM);
        }
        String userInfo = uri.getRawUserInfo();
        if (!String.valueOf(uri.getScheme()).matches("postgres(ql)?")
                || uri.getHost() == null
                || userInfo == null
                || !uri.getRawPath().matches("/[^/]+/?")) {
            throw new RefusedToStart(FORM);
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new Connection(
                "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath().replaceAll("/$", "") + options,
                decode(user),
                decode(password));
    }

    /** Decodes percent-encoding only; a form decoder would turn a plus into a space. */
    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

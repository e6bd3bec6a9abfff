package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.GoogleSettings;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses a database that holds users of another issuer: a missing variable must not send real tokens to a simulator.
 */
@Component
class IssuerFence implements InitializingBean {

    private final JdbcClient jdbc;
    private final GoogleSettings google;

    /** Depends on the migration, so that the tables exist. */
    IssuerFence(JdbcClient jdbc, GoogleSettings google, FlywayMigrationInitializer migrated) {
        this.jdbc = jdbc;
        this.google = google;
    }

    @Override
    public void afterPropertiesSet() {
        List<String> others = jdbc.sql("""
                        select issuer from users where issuer <> :issuer
                        union select issuer from mailboxes where issuer <> :issuer
                        union select issuer from pending_revocations where issuer <> :issuer
                        """)
                .param("issuer", google.issuer())
                .query(String.class)
                .list();
        if (!others.isEmpty()) {
            throw new RefusedToStart("This database belongs to " + others + ", but Mailkeep was started for "
                    + google.issuer() + ". Check GOOGLE_CLIENT_ID, GOOGLE_ISSUER and DATABASE_URL.");
        }
    }
}

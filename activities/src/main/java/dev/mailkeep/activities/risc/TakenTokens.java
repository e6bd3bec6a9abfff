package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.digest.Sha256;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which security event tokens were taken before: Google may deliver one more than once. Callers own the transactions. */
@Component
final class TakenTokens {

    /** A day longer than any token is taken for. */
    private static final Duration KEPT = SecurityEventTokens.OLDEST.plusDays(1);

    private final JdbcClient jdbc;

    TakenTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes a token; of two transactions with the same one, the second waits for the first and hears false. */
    boolean isNew(SecurityEventToken token) {
        jdbc.sql("delete from security_events where taken_at < now() - make_interval(secs => :seconds)")
                .param("seconds", KEPT.toSeconds())
                .update();
        return jdbc.sql("insert into security_events (id_hash) values (:hash) on conflict do nothing")
                        .param("hash", Sha256.of(token.id()))
                        .update()
                == 1;
    }
}

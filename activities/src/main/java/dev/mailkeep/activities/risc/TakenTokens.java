package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.digest.Sha256;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Records which security event tokens were taken, because Google may deliver one more than once. Callers own the
 * transactions.
 */
@Component
final class TakenTokens {

    /** A day longer than the age up to which a token is accepted. */
    private static final Duration KEPT = SecurityEventTokens.OLDEST.plusDays(1);

    private final JdbcClient jdbc;

    TakenTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records a token. If two transactions record the same one, the second waits for the first and gets false. */
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

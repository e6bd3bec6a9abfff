package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.Backoff;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleFailure.Throttled.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The back-off that the token endpoint asked for. It holds for every mailbox of every process: Google counts by client
 * and by address, not by the grant that happened to be refreshed.
 */
@Component
final class TokenEndpointBackoff {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final JdbcClient jdbc;

    TokenEndpointBackoff(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lets the caller refresh a token, unless a back-off lasts.
     *
     * @throws GoogleFailure.Throttled while a back-off lasts
     */
    void requireOver() {
        Optional<Double> left = jdbc.sql("""
                        select extract(epoch from ends_at - now()) from token_endpoint_backoff where ends_at > now()
                        """).query(Double.class).optional();
        if (left.isPresent()) {
            throw new GoogleFailure.Throttled(Instant.now().plusMillis((long) (left.get() * 1_000)), Limit.ACCOUNT);
        }
    }

    /**
     * Begins a back-off.
     *
     * @param until when Google wants to be asked again; if that is absent or past, 30 seconds from now; at most an hour
     *     from now
     */
    void begin(@Nullable Instant until) {
        Duration backoff = Backoff.asked(until, USUAL, LONGEST);
        jdbc.sql("""
                        insert into token_endpoint_backoff (ends_at) values (now() + make_interval(secs => :seconds))
                        on conflict (id) do update set ends_at = greatest(token_endpoint_backoff.ends_at, excluded.ends_at)
                        """).param("seconds", backoff.toMillis() / 1_000.0).update();
    }
}

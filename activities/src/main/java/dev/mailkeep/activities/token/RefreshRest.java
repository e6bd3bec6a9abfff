package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleFailure.Throttled.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A rest that the token endpoint asked for holds for every mailbox of every process: it counts by client and by address, not
 * by the grant that happened to be refreshed.
 */
final class RefreshRest {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final JdbcClient jdbc;

    RefreshRest(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lets pass whoever may ask now.
     *
     * @throws GoogleFailure.Throttled while a rest lasts
     */
    void require() {
        Optional<Double> left = jdbc.sql("""
                        select extract(epoch from rest_until - now()) from refresh_rest where rest_until > now()
                        """).query(Double.class).optional();
        if (left.isPresent()) {
            throw new GoogleFailure.Throttled(Instant.now().plusMillis((long) (left.get() * 1_000)), Limit.ACCOUNT);
        }
    }

    /** Begins a rest; one that makes no sense is replaced by a usual one. */
    void begin(@Nullable Instant until) {
        Duration asked = until == null ? USUAL : Duration.between(Instant.now(), until);
        Duration rest = asked.isNegative() ? USUAL : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        jdbc.sql("""
                        insert into refresh_rest (rest_until) values (now() + make_interval(secs => :seconds))
                        on conflict (id) do update set rest_until = greatest(refresh_rest.rest_until, excluded.rest_until)
                        """).param("seconds", rest.toMillis() / 1_000.0).update();
    }
}

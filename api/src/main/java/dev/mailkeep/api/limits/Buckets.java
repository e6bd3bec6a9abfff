package dev.mailkeep.api.limits;

import dev.mailkeep.activities.digest.Sha256;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Token buckets in PostgreSQL: one for each limit and each person or network that it limits. A bucket that is full
 * again is removed.
 */
@Component
class Buckets {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 1_000;

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> proxies;

    Buckets(DataSource dataSource) {
        this.proxies = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limits")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(MINUTE))
                .build();
    }

    /**
     * Takes one token from a bucket.
     *
     * @param who the person or network that is limited; only a hash of it is kept
     * @return how long to wait for the next token; empty when there was one
     */
    Optional<Duration> take(String limit, String who, int perMinute) {
        ConsumptionProbe probe = proxies.getProxy(
                        key(limit, who),
                        () -> BucketConfiguration.builder()
                                .addLimit(bandwidth ->
                                        bandwidth.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                                .build())
                .tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT5M")
    void removeExpired() {
        proxies.removeExpired(AT_ONCE);
    }

    private static String key(String limit, String who) {
        return Sha256.hex(limit + " " + who);
    }
}

package dev.mailkeep.api.health;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.activities.token.rotation.SealedSecrets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the keyset belongs to this database; part of readiness under the name {@code keyset}. The metric
 * {@code mailkeep_tokens_under_old_keys} says how far a rotation has come.
 */
@Component
class KeysetHealthIndicator extends AbstractHealthIndicator {

    private final KeysetCheck keyset;

    KeysetHealthIndicator(KeysetCheck keyset, Vault vault, JdbcClient jdbc, MeterRegistry metrics) {
        this.keyset = keyset;
        var secrets = new SealedSecrets(jdbc);
        Gauge.builder("mailkeep.tokens.under.old.keys", secrets, stored -> stored.notUnder(vault.primaryKeyId()))
                .description("Stored tokens that are not encrypted with the primary key of the keyset")
                .strongReference(true)
                .register(metrics);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (keyset.fits()) {
            builder.up();
        } else {
            builder.down()
                    .withDetail(
                            "problem",
                            "The token keyset is not the one that this database's tokens were encrypted with. Nothing is"
                                    + " synced and no mailbox is touched until Mailkeep is started with the right one.");
        }
    }
}

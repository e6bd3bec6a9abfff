package dev.mailkeep.api.health;

import dev.mailkeep.activities.token.KeysetCheck;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether the keyset is this database's; part of readiness under the name {@code keyset}. */
@Component
class KeysetHealthIndicator extends AbstractHealthIndicator {

    private final KeysetCheck keyset;

    KeysetHealthIndicator(KeysetCheck keyset) {
        this.keyset = keyset;
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

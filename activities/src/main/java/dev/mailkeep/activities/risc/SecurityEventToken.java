package dev.mailkeep.activities.risc;

import java.time.Instant;
import java.util.List;

/**
 * A security event token that is Google's, and meant for us.
 *
 * @param id {@code jti}: the same when Google delivers it again
 */
public record SecurityEventToken(String id, Instant issuedAt, List<SecurityEvent> events) {

    /** Not whose. */
    @Override
    public String toString() {
        return "SecurityEventToken" + events;
    }
}

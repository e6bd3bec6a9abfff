package dev.mailkeep.activities.risc;

import java.time.Instant;
import java.util.List;

/**
 * A security event token from Google that is meant for us.
 *
 * @param id {@code jti}: stays the same when Google delivers the token again
 */
public record SecurityEventToken(String id, Instant issuedAt, List<SecurityEvent> events) {

    /** Leaves out the ids. */
    @Override
    public String toString() {
        return "SecurityEventToken" + events;
    }
}

package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.RefusedToStart;
import java.time.Duration;

/**
 * How mailboxes are looked at that get no mail.
 *
 * @param longestInterval what the time between two looks may grow to; an interval that is longer by itself stays as it is
 */
public record QuietSettings(Duration longestInterval) {

    /** Checks the range. */
    public QuietSettings {
        if (longestInterval.isNegative() || longestInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new RefusedToStart("MAILKEEP_QUIET_INTERVAL must be at most P1D");
        }
    }
}

package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often mailboxes without mail are checked.
 *
 * <pre>
 * mailkeep.quiet:
 *   longest-interval: PT30M   # MAILKEEP_QUIET_INTERVAL
 * </pre>
 *
 * @param longestInterval what the time between two checks may grow to when there is no mail for days; a day at most. A
 *     mailbox whose own interval is longer keeps it
 */
@ConfigurationProperties("mailkeep.quiet")
public record QuietSettings(Duration longestInterval) {

    /** Checks the range. */
    public QuietSettings {
        if (longestInterval.isNegative() || longestInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new RefusedToStart("MAILKEEP_QUIET_INTERVAL must be at most P1D");
        }
    }
}

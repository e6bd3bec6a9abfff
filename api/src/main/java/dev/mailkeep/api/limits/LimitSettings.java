package dev.mailkeep.api.limits;

import dev.mailkeep.activities.RefusedToStart;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * <pre>
 * mailkeep.limits:                # each a minute; as many may come at once
 *   sign-ins: 30                  # MAILKEEP_LIMIT_SIGN_INS: flows begun, and flows ended, by one network address
 *   plans: 12                     # MAILKEEP_LIMIT_PLANS: by one person
 *   checks: 12                    # MAILKEEP_LIMIT_CHECKS: "check now" and "list again", by one person for one mailbox
 *   exports: 6                    # MAILKEEP_LIMIT_EXPORTS: by one person
 *   searches: 120                 # MAILKEEP_LIMIT_SEARCHES: searches of stored mail, by one person
 *   activity: 120                 # MAILKEEP_LIMIT_ACTIVITY: readings of the sync log, by one person
 *   changes: 120                  # MAILKEEP_LIMIT_CHANGES: everything else that changes something, by one person
 *   connections: 500              # MAILKEEP_LIMIT_CONNECTIONS: at the same time, of one network address; without https only
 * </pre>
 */
@ConfigurationProperties("mailkeep.limits")
record LimitSettings(
        int signIns, int plans, int checks, int exports, int searches, int activity, int changes, int connections) {

    LimitSettings {
        if (IntStream.of(signIns, plans, checks, exports, searches, activity, changes, connections)
                .anyMatch(limit -> limit < 1)) {
            throw new RefusedToStart("Each MAILKEEP_LIMIT_… must be at least 1");
        }
    }
}

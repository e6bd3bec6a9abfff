package dev.mailkeep.activities.quota;

import dev.mailkeep.activities.RefusedToStart;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Gmail's prices and limits. Google changed them on 2026-05-01 and may again, so all of them are settings.
 *
 * <pre>
 * mailkeep.quota:
 *   units-per-minute: 6000              # GMAIL_QUOTA_UNITS_PER_MINUTE
 *   project-units-per-minute: 1200000   # GMAIL_QUOTA_PROJECT_UNITS_PER_MINUTE
 *   share: 0.9                          # GMAIL_QUOTA_SHARE
 *   max-in-flight: 4                    # GMAIL_MAX_IN_FLIGHT
 *   get-units: 20                       # GMAIL_UNITS_GET, and so on for each method
 * </pre>
 *
 * @param unitsPerMinute quota units a minute for one user
 * @param projectUnitsPerMinute quota units a minute for the whole Cloud project
 * @param share the part of both that Mailkeep uses, above 0 and up to 1
 * @param maxInFlight requests at the same time for one mailbox
 * @param getUnits units of {@code messages.get}
 * @param listUnits units of {@code messages.list}
 * @param historyUnits units of {@code history.list}
 * @param profileUnits units of {@code getProfile}
 * @param watchUnits units of {@code users.watch}
 */
@ConfigurationProperties("mailkeep.quota")
public record QuotaSettings(
        int unitsPerMinute,
        int projectUnitsPerMinute,
        double share,
        int maxInFlight,
        int getUnits,
        int listUnits,
        int historyUnits,
        int profileUnits,
        int watchUnits) {

    /** Checks the ranges. */
    public QuotaSettings {
        if (unitsPerMinute < 60 || projectUnitsPerMinute < unitsPerMinute) {
            throw new RefusedToStart("Gmail quota: at least 60 units a minute, and no less for the project");
        }
        if (!(share > 0 && share <= 1)) {
            throw new RefusedToStart("GMAIL_QUOTA_SHARE must be above 0 and at most 1");
        }
        if (maxInFlight < 1 || maxInFlight > 50) {
            throw new RefusedToStart("GMAIL_MAX_IN_FLIGHT must be from 1 to 50");
        }
        if (getUnits < 1 || listUnits < 1 || historyUnits < 1 || profileUnits < 1 || watchUnits < 1) {
            throw new RefusedToStart("A Gmail call costs at least one unit");
        }
    }

    /** Google's figures since 2026-05-01 for new projects, at a share of 0.9 and four requests in flight. */
    public static QuotaSettings ofToday() {
        return new QuotaSettings(6_000, 1_200_000, 0.9, 4, 20, 5, 2, 1, 100);
    }

    /** Units a minute that one account may use. */
    public double usablePerMinute() {
        return unitsPerMinute * share;
    }

    /** Units a minute that an import may use. It leaves one percent to checks, which must never wait for an import. */
    public double importPerMinute() {
        return usablePerMinute() * 0.99;
    }

    /**
     * Units a minute that all mailboxes together may use. The project's calls are not counted one by one, so this
     * leaves some room for calls under way and for what is saved up.
     */
    public double projectUsablePerMinute() {
        return projectUnitsPerMinute * share * 0.97;
    }
}

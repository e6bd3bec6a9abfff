package dev.mailkeep.activities.quota;

/** Which calls go first. */
public enum Urgency {
    /** Somebody is waiting: for new mail, or at the page. */
    LIVE,
    /** Older mail. */
    IMPORT
}

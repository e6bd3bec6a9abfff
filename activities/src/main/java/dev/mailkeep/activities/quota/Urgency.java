package dev.mailkeep.activities.quota;

/** Which calls go first. */
public enum Urgency {
    /** Somebody waits for it: new mail, or a person at the page. */
    LIVE,
    /** Mail of before. */
    IMPORT
}

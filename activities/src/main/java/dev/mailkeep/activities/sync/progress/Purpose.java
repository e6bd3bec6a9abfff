package dev.mailkeep.activities.sync.progress;

/** Why Gmail is listed. */
public enum Purpose {
    /** New senders: what they sent before. */
    IMPORT,
    /** The person asked for it. */
    RESYNC,
    /** The cursor was too old, so that changes were missed. */
    EXPIRED,
    /** To prove that nothing is missing. */
    AUDIT;

    /** Whether stored messages that are not named are looked for. */
    public boolean reconciles() {
        return this != IMPORT;
    }

    /** Whether the person sees it as an import under way. */
    public boolean shown() {
        return this != AUDIT;
    }
}

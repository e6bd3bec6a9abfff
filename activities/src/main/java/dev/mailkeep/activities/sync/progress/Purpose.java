package dev.mailkeep.activities.sync.progress;

/** Why Mailkeep lists a mailbox's mail. */
public enum Purpose {
    /** New senders: what they sent before. */
    IMPORT,
    /** The owner asked for it. */
    RESYNC,
    /** The cursor was too old, so that changes were missed. */
    EXPIRED,
    /** To prove that nothing is missing. */
    AUDIT;

    /** Whether the job compares what is stored with what Gmail lists. */
    public boolean compares() {
        return this != IMPORT;
    }

    /** Whether the owner sees the job as an import under way. */
    public boolean shown() {
        return this != AUDIT;
    }
}

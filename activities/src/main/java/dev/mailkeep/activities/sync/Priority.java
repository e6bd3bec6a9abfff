package dev.mailkeep.activities.sync;

/** Which queued messages are fetched first; the order is the column's. */
enum Priority {
    LIVE,
    IMPORT,
    /** Stored already; only their state is in doubt. */
    RECHECK
}

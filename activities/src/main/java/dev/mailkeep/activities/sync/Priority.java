package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.quota.Urgency;

/** Which queued messages are fetched first; the order is the column's. */
enum Priority {
    LIVE(Urgency.LIVE),
    IMPORT(Urgency.IMPORT),
    /** Stored already; only their state is in doubt. */
    RECHECK(Urgency.IMPORT);

    private final Urgency urgency;

    Priority(Urgency urgency) {
        this.urgency = urgency;
    }

    Urgency urgency() {
        return urgency;
    }
}

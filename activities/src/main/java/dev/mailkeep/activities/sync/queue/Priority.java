package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.quota.Urgency;

/** Which queued messages are fetched first. The column holds the constant's place in this order. */
public enum Priority {
    LIVE(Urgency.LIVE),
    IMPORT(Urgency.IMPORT),
    /** Stored already; only their state is in doubt. */
    RECHECK(Urgency.IMPORT);

    private final Urgency urgency;

    Priority(Urgency urgency) {
        this.urgency = urgency;
    }

    public Urgency urgency() {
        return urgency;
    }
}

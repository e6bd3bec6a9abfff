package dev.mailkeep.activities.quota;

import java.time.Duration;

/** The quota has no room for a call for so long that waiting for it would only hold a thread. Nothing was taken. */
public final class QuotaExhausted extends RuntimeException {

    private final transient Duration wait;

    QuotaExhausted(Duration wait) {
        super("No quota for some time", null, false, false);
        this.wait = wait;
    }

    /** When to come back. */
    public Duration waitFor() {
        return wait;
    }
}

package dev.mailkeep.activities.quota;

import java.time.Duration;

/** The quota has no room for a call for so long that waiting would only occupy a thread. No units were taken. */
public final class QuotaExhausted extends RuntimeException {

    private final transient Duration wait;

    QuotaExhausted(Duration wait) {
        super("No quota for some time", null, false, false);
        this.wait = wait;
    }

    /** How long to wait before trying again. */
    public Duration waitFor() {
        return wait;
    }
}

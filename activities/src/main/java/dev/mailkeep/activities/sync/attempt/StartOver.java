package dev.mailkeep.activities.sync.attempt;

/** The senders changed while Gmail was being asked: what was found is not all that matches now. */
public final class StartOver extends RuntimeException {
    public StartOver() {
        super("The senders changed", null, false, false);
    }
}

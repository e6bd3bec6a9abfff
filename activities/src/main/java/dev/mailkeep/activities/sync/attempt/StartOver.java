package dev.mailkeep.activities.sync.attempt;

/** The senders changed while Gmail was being asked, so what was found may not be all that matches now. */
public final class StartOver extends RuntimeException {
    public StartOver() {
        super("The senders changed", null, false, false);
    }
}

package dev.mailkeep.activities.sync;

/** The senders changed while Gmail was being asked: what was found is not all that matches now. */
final class StartOver extends RuntimeException {
    StartOver() {
        super("The senders changed", null, false, false);
    }
}

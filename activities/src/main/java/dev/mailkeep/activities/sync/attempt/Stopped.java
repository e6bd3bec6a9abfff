package dev.mailkeep.activities.sync.attempt;

/** The row has changed meanwhile (a pause, a disconnect, a new grant), so the step ends early. */
public final class Stopped extends RuntimeException {
    public Stopped() {
        super("This mailbox is no longer synced", null, false, false);
    }
}

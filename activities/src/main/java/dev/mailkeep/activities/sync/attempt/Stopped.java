package dev.mailkeep.activities.sync.attempt;

/** The row wants something else by now (a pause, a disconnect, a new grant): the step ends where it is. */
public final class Stopped extends RuntimeException {
    public Stopped() {
        super("The mailbox is not to be synced any more", null, false, false);
    }
}

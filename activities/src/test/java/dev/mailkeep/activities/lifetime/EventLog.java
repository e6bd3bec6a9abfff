package dev.mailkeep.activities.lifetime;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last events, for the report of a failure. */
final class EventLog {

    private static final int KEPT = Integer.getInteger("model.log", 40);

    private final Deque<String> entries = new ArrayDeque<>();
    private int number;

    synchronized void note(String what) {
        entries.addLast(++number + " " + what);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    /** Adds to the last entry. */
    synchronized void outcome(String how) {
        String last = entries.pollLast();
        entries.addLast((last == null ? "" : last) + ": " + how);
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", entries);
    }
}

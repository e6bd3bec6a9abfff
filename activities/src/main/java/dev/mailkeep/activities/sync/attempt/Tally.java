package dev.mailkeep.activities.sync.attempt;

/** Counts what a step has done so far. The count is kept when the step then fails. */
public final class Tally {
    private int total;

    public int total() {
        return total;
    }

    public void add(int more) {
        total += more;
    }
}

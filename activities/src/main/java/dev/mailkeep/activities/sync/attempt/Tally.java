package dev.mailkeep.activities.sync.attempt;

/** What a step has done so far; kept also when the step then fails. */
public final class Tally {
    private int total;

    public int total() {
        return total;
    }

    public void add(int more) {
        total += more;
    }
}

package dev.mailkeep.activities.sync;

/** What a step has done so far; kept also when the step then fails. */
final class Tally {
    private int total;

    int total() {
        return total;
    }

    void add(int more) {
        total += more;
    }
}

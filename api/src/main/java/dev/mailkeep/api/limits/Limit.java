package dev.mailkeep.api.limits;

/**
 * What a route costs, and so how often it may be asked for and how many at once may be answered. The numbers a minute are
 * settings ({@link LimitSettings}); those at once are of one process, and see that whatever one person asks for, threads and
 * connections are left for the others.
 */
public enum Limit {
    /** Begins a round to Google; by network address, for whoever signs in is nobody yet, and a new session costs nothing. */
    BEGIN,
    /** Ends a round to Google; by network address. */
    FINISH,
    /** Asks Gmail. */
    PLAN(2, 4),
    /** Asks for a look, or for a listing, of one mailbox. */
    LOOK,
    /** Reads all mail of a mailbox; how many are under way at once is counted where they are written. */
    EXPORT,
    /** Reads stored mail; often only where it searches. */
    SEARCH(2, 4),
    /** Reads what was done. */
    ACTIVITY(2, 2),
    /** Changes something: every route that is no GET, unless it says otherwise. */
    CHANGE,
    /** Nothing holds anybody back: leaving, and signing out. */
    NONE;

    private final int ofOne;
    private final int ofAll;

    Limit() {
        this(0, 0);
    }

    Limit(int ofOne, int ofAll) {
        this.ofOne = ofOne;
        this.ofAll = ofAll;
    }

    /** How many of one person are answered at the same time; 0 where that is not counted. */
    int ofOne() {
        return ofOne;
    }

    /** How many are answered at the same time. */
    int ofAll() {
        return ofAll;
    }
}

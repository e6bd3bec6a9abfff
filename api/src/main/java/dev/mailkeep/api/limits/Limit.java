package dev.mailkeep.api.limits;

/**
 * What a route costs, and so how often a client may ask for it and how many answers may be under way at once. The rates
 * per minute are settings ({@link LimitSettings}). The limits on answers at once are for one process; they leave
 * threads and connections for others, whatever one person asks for.
 */
public enum Limit {
    /**
     * Begins an authorization flow. Limited by network address, because a person who signs in is not known yet, and a
     * new session costs nothing.
     */
    BEGIN,
    /** Ends an authorization flow; limited by network address. */
    FINISH,
    /** Asks Gmail. */
    PLAN(2, 4),
    /** Asks for a check of one mailbox. */
    CHECK,
    /** Asks for a listing of one mailbox; as often as for a check. */
    RESYNC,
    /** Reads all mail of a mailbox. {@code ExportsUnderWay} limits how many exports run at once. */
    EXPORT,
    /** Reads stored mail. The rate is limited only if the request searches. */
    SEARCH(2, 4),
    /** Reads the sync log. */
    ACTIVITY(2, 2),
    /** Changes something: every route that is not a GET, unless the route says otherwise. */
    CHANGE,
    /** No limit: a person can always leave and sign out. */
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

    /** How many answers for one person may be under way at the same time; 0 for no limit. */
    int ofOne() {
        return ofOne;
    }

    /** How many answers may be under way at the same time. */
    int ofAll() {
        return ofAll;
    }
}

package dev.mailkeep.workflows.contract;

/** The two ways of learning which messages match. */
public enum FindMode {
    /** What changed since the cursor, by {@code history.list}; 2 units when nothing did. */
    LOOK,
    /** Go on with the open listings (import, resync, audit) by {@code messages.list}, for some seconds. */
    SEARCH
}

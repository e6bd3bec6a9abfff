package dev.mailkeep.activities.google;

import java.util.Set;

/**
 * One change to a message, from Gmail's history.
 *
 * @param messageId empty when the record names no message
 * @param labels the labels that were added or removed; empty for the other kinds
 */
public record HistoryChange(Kind kind, String messageId, Set<String> labels) {

    /** The four kinds of history records. */
    public enum Kind {
        ADDED,
        DELETED,
        LABELS_ADDED,
        LABELS_REMOVED
    }
}

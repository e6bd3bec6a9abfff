package dev.mailkeep.simulator.behaviour;

import java.time.Duration;

/**
 * The unpleasant habits of Gmail. Each has been seen in the field or is allowed by Google's documentation.
 *
 * @param searchLag how long a delivery, a label or a deletion takes to reach the search, on the simulator's clock
 * @param unorderedLists messages.list returns ids in no particular order
 * @param looseFrom {@code from:} also hits display names, subdomains and longer local parts
 * @param bareHistory history records carry ids without labelIds
 * @param emptyPages lists and histories with results start with an empty page that carries a token; more empty pages
 *     follow
 * @param newerHistoryIdOnLaterPages later pages of a history name the mailbox's newest historyId, though the pages do
 *     not contain its changes
 * @param firstGetMissing probability (0 to 1) that the first get of an id answers 404; the second succeeds
 * @param duplicateIdsInLists some ids are listed twice
 * @param decodedHeaders encoded-words (RFC 2047) in header values are decoded
 * @param paddedSnippets snippets end in invisible padding, as newsletters make them
 */
public record Quirks(
        Duration searchLag,
        boolean unorderedLists,
        boolean looseFrom,
        boolean bareHistory,
        boolean emptyPages,
        boolean newerHistoryIdOnLaterPages,
        double firstGetMissing,
        boolean duplicateIdsInLists,
        boolean decodedHeaders,
        boolean paddedSnippets) {

    public Quirks {
        if (searchLag.isNegative() || !(firstGetMissing >= 0 && firstGetMissing <= 1)) {
            throw new IllegalArgumentException("searchLag must not be negative, firstGetMissing is 0 to 1");
        }
    }

    /** Without decoded headers and padded snippets. */
    public Quirks(
            Duration searchLag,
            boolean unorderedLists,
            boolean looseFrom,
            boolean bareHistory,
            boolean emptyPages,
            boolean newerHistoryIdOnLaterPages,
            double firstGetMissing,
            boolean duplicateIdsInLists) {
        this(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                false,
                false);
    }

    /** No quirks. */
    public static Quirks kind() {
        return new Quirks(Duration.ZERO, false, false, false, false, false, 0, false, false, false);
    }

    /**
     * All quirks except decoded headers. Searches lag by 30 seconds; the first get of every fifth message answers 404.
     */
    public static Quirks unkind() {
        return new Quirks(Duration.ofSeconds(30), true, true, true, true, true, 0.2, true, false, true);
    }

    /** A copy with another {@code searchLag}. */
    public Quirks withSearchLag(Duration searchLag) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code unorderedLists}. */
    public Quirks withUnorderedLists(boolean unorderedLists) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code looseFrom}. */
    public Quirks withLooseFrom(boolean looseFrom) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code bareHistory}. */
    public Quirks withBareHistory(boolean bareHistory) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code emptyPages}. */
    public Quirks withEmptyPages(boolean emptyPages) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code newerHistoryIdOnLaterPages}. */
    public Quirks withNewerHistoryIdOnLaterPages(boolean newerHistoryIdOnLaterPages) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code firstGetMissing}. */
    public Quirks withFirstGetMissing(double firstGetMissing) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code duplicateIdsInLists}. */
    public Quirks withDuplicateIdsInLists(boolean duplicateIdsInLists) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code decodedHeaders}. */
    public Quirks withDecodedHeaders(boolean decodedHeaders) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }

    /** A copy with another {@code paddedSnippets}. */
    public Quirks withPaddedSnippets(boolean paddedSnippets) {
        return new Quirks(
                searchLag,
                unorderedLists,
                looseFrom,
                bareHistory,
                emptyPages,
                newerHistoryIdOnLaterPages,
                firstGetMissing,
                duplicateIdsInLists,
                decodedHeaders,
                paddedSnippets);
    }
}

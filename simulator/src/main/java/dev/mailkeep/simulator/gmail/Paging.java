package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.http.Parameters;

/** The sizes of pages, and which of them are empty, in lists and histories. */
final class Paging {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 500;

    private Paging() {}

    /** {@code maxResults}: 100 by default, 500 at most. */
    static int size(Parameters query) {
        String text = query.text("maxResults");
        if (text.isEmpty()) {
            return DEFAULT_SIZE;
        }
        try {
            int size = Integer.parseInt(text);
            if (size > 0) {
                return Math.min(size, MAX_SIZE);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new InvalidArgument("Invalid value for maxResults: " + text);
    }

    /**
     * Whether the quirk {@code emptyPages} empties this page: the first of every three pages, while there are results
     * left.
     */
    static boolean empty(int page, boolean more, Quirks quirks) {
        return quirks.emptyPages() && more && page % 3 == 0;
    }
}

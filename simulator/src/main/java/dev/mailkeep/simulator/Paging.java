package dev.mailkeep.simulator;

import dev.mailkeep.simulator.http.Parameters;

/** What lists and histories have in common. */
final class Paging {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 500;

    private Paging() {}

    /** {@code maxResults}: 100 without one, 500 at most, whatever is asked. */
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

    /** By the quirk, the first of every three pages is empty although there is more. */
    static boolean empty(int page, boolean more, Quirks quirks) {
        return quirks.emptyPages() && more && page % 3 == 0;
    }
}

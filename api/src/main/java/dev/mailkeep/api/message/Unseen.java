package dev.mailkeep.api.message;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Characters that a reader can't see but that change what the reader sees: direction overrides and embeddings, which
 * show letters in another order, and control characters. Strangers put them into names and subjects.
 */
final class Unseen {

    private static final Pattern UNSEEN =
            Pattern.compile("[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]");

    private Unseen() {}

    /** Removes them from text that people read; keeps the marks that right-to-left writing needs. */
    static String without(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }

    /** Writes them as JSON escapes, which are visible and which every JSON reader turns back. */
    static String escaped(String json) {
        return UNSEEN.matcher(json).replaceAll(Unseen::escape);
    }

    private static String escape(MatchResult found) {
        return String.format("\\\\u%04x", (int) found.group().charAt(0));
    }
}

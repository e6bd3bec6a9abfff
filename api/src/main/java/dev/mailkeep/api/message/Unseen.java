package dev.mailkeep.api.message;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Characters that are seen only in what they do to others: overrides and embeddings of direction, which show letters in
 * another order than they stand in, and control characters. Strangers write them into names and subjects.
 */
final class Unseen {

    private static final Pattern UNSEEN =
            Pattern.compile("[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069]");

    private Unseen() {}

    /** The text without them, for what people look at; marks that right-to-left writing needs stay. */
    static String without(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }

    /** JSON that says the same and in which they are seen: as escapes, which whoever reads it turns back. */
    static String escaped(String json) {
        return UNSEEN.matcher(json).replaceAll(Unseen::escape);
    }

    private static String escape(MatchResult found) {
        return String.format("\\\\u%04x", (int) found.group().charAt(0));
    }
}

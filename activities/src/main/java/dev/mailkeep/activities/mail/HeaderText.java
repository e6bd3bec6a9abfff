package dev.mailkeep.activities.mail;

import org.springframework.web.util.HtmlUtils;

/** Makes text from outside safe to store and to show, and keeps the rest of it as it came. */
final class HeaderText {

    /** Longer headers are cut, with a mark; PostgreSQL and a page could handle more, a person could not. */
    static final int MAX_LENGTH = 10_000;

    private static final String CUT = "…";
    private static final char REPLACEMENT = '\uFFFD';

    /** What mailers pad previews with: joiners, soft hyphens, byte-order marks and the like. */
    private static final String PADDING =
            "\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200C\u200D\u200E\u200F"
                    + "\u2060\u2061\u2062\u2063\u2064\uFEFF";

    private HeaderText() {}

    /** One line: unfolded, without control characters, lone surrogates replaced, cut to length. */
    static String line(String raw) {
        String clean = clean(raw);
        return clean.codePointCount(0, clean.length()) > MAX_LENGTH
                ? clean.substring(0, clean.offsetByCodePoints(0, MAX_LENGTH)).strip() + CUT
                : clean;
    }

    /** Like {@link #line}, but at any length. */
    static String clean(String raw) {
        if (raw.chars().noneMatch(HeaderText::isUnclean)) {
            return raw.strip();
        }
        var clean = new StringBuilder(raw.length());
        unfolded(raw).codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                clean.append(REPLACEMENT);
            } else if (c == '\t') {
                clean.append(' ');
            } else if (!Character.isISOControl(c)) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }

    private static boolean isUnclean(int c) {
        return Character.isISOControl(c) || Character.isSurrogate((char) c);
    }

    /** A line break, with the space that the next line begins with, is one space. */
    private static String unfolded(String raw) {
        if (raw.indexOf('\n') < 0 && raw.indexOf('\r') < 0) {
            return raw;
        }
        var unfolded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean twoAtOnce = c == '\r' && i + 1 < raw.length() && raw.charAt(i + 1) == '\n';
            if (twoAtOnce) {
                continue;
            }
            if (c == '\n') {
                while (i + 1 < raw.length() && (raw.charAt(i + 1) == ' ' || raw.charAt(i + 1) == '\t')) {
                    i++;
                }
            }
            unfolded.append(c == '\n' || c == '\r' ? ' ' : c);
        }
        return unfolded.toString();
    }

    /** Like {@link #line}, with RFC 2047 words decoded; a text that is so long that it would be cut is not decoded. */
    static String decoded(String raw) {
        String unfolded = unfolded(raw);
        return line(unfolded.length() > 4 * MAX_LENGTH ? unfolded : MimeWords.decoded(unfolded));
    }

    /** Gmail's snippet: HTML-escaped once and padded with invisible characters. */
    static String snippet(String raw) {
        var shown = new StringBuilder(raw.length());
        HtmlUtils.htmlUnescape(raw).chars().filter(c -> PADDING.indexOf(c) < 0).forEach(c -> shown.append((char) c));
        return withSingleSpaces(line(shown.toString()));
    }

    private static String withSingleSpaces(String line) {
        var single = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != ' ' || i == 0 || line.charAt(i - 1) != ' ') {
                single.append(line.charAt(i));
            }
        }
        return single.toString().strip();
    }
}

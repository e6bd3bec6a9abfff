package dev.mailkeep.activities.mail;

/**
 * A header without its quoted strings, its comments and the names that have an empty {@code <>} for an address: an
 * address in one of these is none. In one pass and without recursion, as a header may be as long as its writer likes.
 */
final class Unquoted {

    private static final String NAME_ENDS = ",;:<>";

    private final StringBuilder text = new StringBuilder();
    private boolean quoted;
    private boolean escaped;
    private int comments;

    private Unquoted() {}

    static String of(String header) {
        var unquoted = new Unquoted();
        header.chars().forEach(c -> unquoted.take((char) c));
        return unquoted.text.toString();
    }

    private void take(char c) {
        boolean inside = quoted || comments > 0;
        if (escaped) {
            escaped = false;
        } else if (inside && c == '\\') {
            escaped = true;
        } else if (c == '"' && comments == 0) {
            quoted = !quoted;
            text.append(' ');
        } else if (c == '(' && !quoted) {
            comments++;
            text.append(' ');
        } else if (c == ')' && comments > 0) {
            comments--;
        } else if (!inside) {
            text.append(c);
            if (c == '>') {
                dropNameOfEmptyBrackets();
            }
        }
    }

    private void dropNameOfEmptyBrackets() {
        int at = text.length() - 2;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        if (at >= 0 && text.charAt(at) == '<') {
            at--;
            while (at >= 0 && NAME_ENDS.indexOf(text.charAt(at)) < 0) {
                at--;
            }
            text.setLength(at + 1);
        }
    }
}

package dev.mailkeep.activities.mail;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of an address header (RFC 5322, 3.2). Reads them in one pass and without recursion, because a header may
 * be as long as its writer likes. A quote or a bracket of a comment that has no partner is skipped like a space, and
 * {@link #broken()} reports it.
 */
final class HeaderTokens {

    /** What a token is. */
    enum Kind {
        WORD,
        QUOTED,
        COMMENT,
        OPEN,
        CLOSE,
        COMMA,
        SEMICOLON,
        COLON,
        AT
    }

    /**
     * A token.
     *
     * @param text what it says: without the quotes or brackets around it, and without backslashes that only escape
     * @param raw the token as it was written
     * @param spaced whether white space stands before it
     */
    record Token(Kind kind, String text, String raw, boolean spaced) {}

    private final CharSequence header;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean spaced;
    private boolean broken;

    /**
     * Once a quote or bracket has no partner, the later ones have none either; searching again for each one would take
     * too long.
     */
    private boolean quotesArePlain;

    private boolean parenthesesArePlain;

    private HeaderTokens(CharSequence header) {
        this.header = header;
    }

    static HeaderTokens of(CharSequence header) {
        var tokens = new HeaderTokens(header);
        tokens.read();
        return tokens;
    }

    List<Token> all() {
        return tokens;
    }

    /** Whether a quote or a bracket of a comment has no partner. */
    boolean broken() {
        return broken;
    }

    private void read() {
        while (at < header.length()) {
            char c = header.charAt(at);
            if (Character.isWhitespace(c)) {
                skip();
            } else if (c == '"') {
                quoted();
            } else if (c == '(') {
                comment();
            } else if (c == ')') {
                broken = true;
                skip();
            } else if (special(c) != Kind.WORD) {
                add(special(c), at + 1);
            } else {
                word();
            }
        }
    }

    private void skip() {
        at++;
        spaced = true;
    }

    private static Kind special(char c) {
        return switch (c) {
            case '<' -> Kind.OPEN;
            case '>' -> Kind.CLOSE;
            case ',' -> Kind.COMMA;
            case ';' -> Kind.SEMICOLON;
            case ':' -> Kind.COLON;
            case '@' -> Kind.AT;
            default -> Kind.WORD;
        };
    }

    private void add(Kind kind, int end) {
        String raw = header.subSequence(at, end).toString();
        tokens.add(new Token(kind, raw, raw, spaced));
        at = end;
        spaced = false;
    }

    private void add(Kind kind, int end, String text) {
        tokens.add(new Token(kind, text, header.subSequence(at, end).toString(), spaced));
        at = end;
        spaced = false;
    }

    private void quoted() {
        var text = new StringBuilder();
        for (int i = quotesArePlain ? header.length() : at + 1; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                add(Kind.QUOTED, i + 1, text.toString());
                return;
            }
            if (c == '\\' && i + 1 < header.length()) {
                i++;
            }
            text.append(header.charAt(i));
        }
        quotesArePlain = true;
        broken = true;
        skip();
    }

    private void comment() {
        int depth = 0;
        for (int i = parenthesesArePlain ? header.length() : at; i < header.length(); i++) {
            char c = header.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                add(
                        Kind.COMMENT,
                        i + 1,
                        header.subSequence(at + 1, i).toString().replaceAll("\\\\(.)", "$1"));
                return;
            }
            if (c == '\\') {
                i++;
            }
        }
        parenthesesArePlain = true;
        broken = true;
        skip();
    }

    /** Reads to the next special character. A colon in square brackets belongs to an IPv6 address. */
    private void word() {
        int end = at;
        boolean literal = false;
        while (end < header.length()) {
            char c = header.charAt(end);
            boolean plain = special(c) == Kind.WORD && c != '"' && c != '(' && c != ')' && !Character.isWhitespace(c);
            if (!plain && !(literal && c == ':')) {
                break;
            }
            literal = c == '[' || literal && c != ']';
            end++;
        }
        add(Kind.WORD, end);
    }
}

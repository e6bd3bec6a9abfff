package dev.mailkeep.activities.mail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes RFC 2047 words as mail programs do, which is more than the standard asks for: a character may be cut between
 * two words, spaces may stand in a word, and anything may stand next to it. Uses neither Jakarta Mail nor mime4j,
 * because their decoders damage a character that was cut, and do not decode a charset that Java does not know by that
 * name.
 */
final class MimeWords {

    private static final int LONGEST_CHARSET = 64;

    private MimeWords() {}

    /** A part of a text. */
    private sealed interface Piece {

        record Plain(String text) implements Piece {}

        /** @param end where it ends in the text */
        record Word(String charset, boolean base64, String content, int end) implements Piece {}
    }

    /** The text with its words decoded; everything else stays as it is. */
    static String decoded(String text) {
        List<Piece> pieces = pieces(text);
        var decoded = new StringBuilder();
        var run = new ArrayList<Piece.Word>();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Piece.Word word) {
                if (!run.isEmpty() && !run.get(0).charset().equalsIgnoreCase(word.charset())) {
                    decoded.append(decoded(run));
                }
                run.add(word);
            } else if (pieces.get(i) instanceof Piece.Plain plain) {
                // White space between two words is not part of the text (RFC 2047, 6.2).
                boolean between =
                        !run.isEmpty() && i < pieces.size() - 1 && plain.text().isBlank();
                if (!between) {
                    decoded.append(decoded(run)).append(plain.text());
                }
            }
        }
        return decoded.append(decoded(run)).toString();
    }

    /** Decodes words of one charset together, and empties the list. */
    private static String decoded(List<Piece.Word> run) {
        if (run.isEmpty()) {
            return "";
        }
        var bytes = new ByteArrayOutputStream();
        var base64 = new StringBuilder();
        for (Piece.Word word : run) {
            if (word.base64()) {
                base64.append(withoutRubbish(word.content()));
            }
            // Four digits are three bytes; where they are cut between two words, no padding stands at the cut.
            if (!word.base64() || base64.length() % 4 == 0 || word.content().endsWith("=")) {
                bytes.writeBytes(base64(base64));
            }
            if (!word.base64()) {
                bytes.writeBytes(quoted(word));
            }
        }
        bytes.writeBytes(base64(base64));
        String text = Charsets.decoded(bytes.toByteArray(), run.get(0).charset());
        run.clear();
        return text;
    }

    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        int done = 0;
        int start = text.indexOf("=?");
        while (start >= 0) {
            Piece.Word word = wordAt(text, start);
            if (word != null) {
                if (start > done) {
                    pieces.add(new Piece.Plain(text.substring(done, start)));
                }
                pieces.add(word);
                done = word.end();
            }
            start = text.indexOf("=?", word == null ? start + 2 : done);
        }
        if (done < text.length()) {
            pieces.add(new Piece.Plain(text.substring(done)));
        }
        return pieces;
    }

    /** The word that begins there; null when no word does. */
    private static Piece.@Nullable Word wordAt(String text, int start) {
        int charsetEnd = text.indexOf('?', start + 2);
        boolean headed = charsetEnd > start + 2
                && charsetEnd <= start + 2 + LONGEST_CHARSET
                && charsetEnd + 2 < text.length()
                && text.charAt(charsetEnd + 2) == '?';
        int encoding = headed ? "bBqQ".indexOf(text.charAt(charsetEnd + 1)) : -1;
        int end = encoding < 0 ? -1 : contentEnd(text, charsetEnd + 3);
        if (end < 0) {
            return null;
        }
        boolean base64 = encoding < 2;
        String content = text.substring(charsetEnd + 3, end);
        // RFC 2231, 5: a language may follow.
        String charset = text.substring(start + 2, charsetEnd).replaceFirst("\\*.*", "");
        boolean readable =
                !base64 || content.isEmpty() || !withoutRubbish(content).isEmpty();
        return readable ? new Piece.Word(charset, base64, content, end + 2) : null;
    }

    /** The index of {@code ?=}; -1 when another word begins before it, or when it is missing. */
    private static int contentEnd(String text, int from) {
        for (int i = from; i + 1 < text.length(); i++) {
            char c = text.charAt(i);
            char next = text.charAt(i + 1);
            if (c == '?' && next == '=') {
                return i;
            }
            if (c == '=' && next == '?' && !text.startsWith("?=", i + 1)) {
                return -1;
            }
        }
        return -1;
    }

    private static String withoutRubbish(String base64) {
        return base64.replaceAll("[^A-Za-z0-9+/]", "");
    }

    /**
     * Decodes the digits and empties them. A single digit left over at the end is dropped, because it makes no byte.
     */
    private static byte[] base64(StringBuilder digits) {
        String whole = digits.substring(0, digits.length() % 4 == 1 ? digits.length() - 1 : digits.length());
        digits.setLength(0);
        return Base64.getDecoder().decode(whole);
    }

    private static byte[] quoted(Piece.Word word) {
        var bytes = new ByteArrayOutputStream();
        String content = word.content();
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            int high = c == '=' && i + 2 < content.length() ? Character.digit(content.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(content.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c == '_' ? ' ' : c);
            } else {
                int end = content.offsetByCodePoints(i, 1);
                bytes.writeBytes(Charsets.encoded(content.substring(i, end), word.charset()));
                i = end - 1;
            }
        }
        return bytes.toByteArray();
    }
}

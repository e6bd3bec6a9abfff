package dev.mailkeep.activities.mail;

import java.util.HashSet;
import java.util.Set;

/**
 * What looks like an address anywhere in a text, in quotes and comments, too. It is not enough to store a message, but
 * enough not to refuse it.
 */
final class Mentions {

    private static final String LOCAL_PART_ENDS = "<>,;:()\"\\@[]";

    private final String text;
    private final Set<String> keys = new HashSet<>();

    private Mentions(String text) {
        this.text = text;
    }

    /**
     * The keys of all that looks like an address: {@code boss@corp.example}, or {@code @corp.example} where only a
     * domain can be told.
     */
    static Set<String> in(String header) {
        var plain = new Mentions(header);
        plain.read();
        var decoded = new Mentions(HeaderText.decoded(header));
        decoded.read();
        plain.keys.addAll(decoded.keys);
        return Set.copyOf(plain.keys);
    }

    private void read() {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            String domain = domain(at + 1);
            if (!domain.isEmpty()) {
                String local = localPart(at);
                keys.add(Address.of(local, local, domain, null).key());
            }
        }
    }

    private String localPart(int at) {
        int end = at;
        while (end > 0 && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == '"')) {
            end--;
        }
        int start = end;
        while (start > 0
                && !Character.isWhitespace(text.charAt(start - 1))
                && LOCAL_PART_ENDS.indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return text.substring(start, end);
    }

    private String domain(int from) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && isOfDomain(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        while (end > start && ".-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isOfDomain(int c) {
        return Character.isLetterOrDigit(c)
                || c == '.'
                || c == '-'
                || c == '_'
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }
}

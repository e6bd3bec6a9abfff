package dev.mailkeep.simulator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code from:} is matched against: the addresses of a From header, and all its words.
 *
 * @param addresses addr-specs in lower case
 * @param addressWords per address its words between spaces, e.g. {@code " boss corp example "}
 * @param nameWords the words of all display names between spaces
 */
public record FromText(List<String> addresses, List<String> addressWords, String nameWords) {

    /** Java's patterns recurse: a longer header could overflow the stack. */
    private static final int MAX_LENGTH = 4_000;

    private static final Pattern QUOTED_OR_COMMENT = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"(?!@)|\\([^()]*+\\)");
    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>?");
    private static final Pattern ADDRESS =
            Pattern.compile("((?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\\s<>,;:\"()@]+)@[^\\s<>,;:\"()@]+)");

    /** Reads a From header (encoded-words already decoded); never throws, whatever it holds. */
    public static FromText parse(String whole) {
        String header = whole.length() > MAX_LENGTH ? whole.substring(0, MAX_LENGTH) : whole;
        List<String> addresses = new ArrayList<>();
        List<String> addressWords = new ArrayList<>();
        StringBuilder names = new StringBuilder();
        for (String mailbox : mailboxes(header)) {
            String bare = QUOTED_OR_COMMENT.matcher(mailbox).replaceAll(" ");
            String place = bare;
            String name = mailbox;
            Matcher angle = ANGLE.matcher(bare);
            while (angle.find()) {
                place = angle.group(1);
                name = mailbox.replace(angle.group(), " ");
            }
            Matcher address = ADDRESS.matcher(place);
            while (address.find()) {
                String normal = normalAddress(address.group(1));
                addresses.add(normal);
                addressWords.add(words(normal));
                name = name.replace(address.group(1), " ");
            }
            names.append(name).append(' ');
        }
        return new FromText(List.copyOf(addresses), List.copyOf(addressWords), words(names.toString()));
    }

    private static List<String> mailboxes(String header) {
        List<String> found = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if ((c == ',' || c == ';') && !quoted) {
                found.add(header.substring(start, i));
                start = i + 1;
            }
        }
        found.add(header.substring(start));
        return found;
    }

    /**
     * Lower case, without quotes. A domain matches only in the spelling of the header: Google does not document that
     * its search treats {@code bücher} and {@code xn--bcher-kva} as the same.
     */
    static String normalAddress(String address) {
        return address.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    /** The words of a text in lower case between single spaces, with one at both ends; " " when there are none. */
    static String words(String text) {
        StringBuilder words = new StringBuilder(text.length() + 2).append(' ');
        text.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c)) {
                words.appendCodePoint(c);
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        });
        if (words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
        return words.toString();
    }
}

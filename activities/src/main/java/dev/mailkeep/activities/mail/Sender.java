package dev.mailkeep.activities.mail;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A sender whose mail is stored: one address, or all addresses of one domain (its subdomains are other senders).
 *
 * @param value canonical: {@code boss@corp.example} or {@code @list.example}, lower case, composed (NFC), nothing
 *     quoted, the domain in ASCII (UTS 46), {@code googlemail.com} as {@code gmail.com}
 */
public record Sender(String value) {

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9.@_+-]+");

    /** The typed text is neither an address nor a domain; the message is for the person who typed it. */
    public static final class Invalid extends RuntimeException {
        Invalid(String message) {
            super(message);
        }
    }

    /**
     * Reads what a person typed or pasted: an address, a domain, or an address with its name as mail programs write it.
     *
     * @throws Invalid when the text is not one of these, or more than one
     */
    public static Sender parse(String typed) {
        return TypedSender.read(typed);
    }

    /**
     * The sender as terms of Gmail's search, one for each spelling of the domain that may stand in a From header. Only a
     * pre-filter, as Gmail matches loosely.
     */
    public List<String> searchTerms() {
        String local = value.substring(0, value.lastIndexOf('@') + 1);
        String domain = value.substring(local.length());
        var spellings = new LinkedHashSet<>(List.of(domain, Domains.unicode(domain)));
        if (domain.equals(SameMailbox.GMAIL)) {
            spellings.add(SameMailbox.GOOGLEMAIL);
        }
        return spellings.stream().map(spelling -> term(local + spelling)).toList();
    }

    private static String term(String text) {
        return "from:" + (PLAIN.matcher(text).matches() && !text.startsWith("-") ? text : '"' + text + '"');
    }

    /**
     * The keys by which mail of these senders is found, for conditions in SQL.
     *
     * @see SenderCondition
     */
    public static String[] keys(Collection<String> values) {
        return keySet(values).toArray(String[]::new);
    }

    static Set<String> keySet(Collection<String> values) {
        var keys = new LinkedHashSet<String>();
        values.forEach(value -> keys.add(SameMailbox.of(value)));
        return keys;
    }

    /**
     * The key by which mail of a sender is found, in any spelling that a filter uses. A text that can't be an address
     * yields a key that finds nothing.
     */
    public static String key(String typed) {
        try {
            return SameMailbox.of(parse(typed).value());
        } catch (Invalid notTypedLikeThat) {
            // There may be mail of a watched domain from an address that could not be watched by itself.
            return typed.length() > TypedSender.LONGEST ? "" : SameMailbox.of(Address.lower(typed.strip()));
        }
    }
}

package dev.mailkeep.activities.mail;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Someone whose mail is kept: one address, or all addresses of one domain (its subdomains are others).
 *
 * @param value canonical: {@code boss@corp.example} or {@code @list.example}, lower case, composed (NFC), nothing quoted,
 *     the domain in ASCII (UTS 46), {@code googlemail.com} as {@code gmail.com}
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
     * @throws Invalid when it is none of these, or more than one
     */
    public static Sender parse(String typed) {
        return TypedSender.read(typed);
    }

    /** Whether it stands for a whole domain. */
    public boolean isDomain() {
        return value.startsWith("@");
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
     * What mail of these senders is known by, for conditions in SQL.
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
     * What mail of a sender is known by, in whatever spelling a filter names it; nothing is known by what is no sender.
     */
    public static String key(String typed) {
        try {
            return SameMailbox.of(parse(typed).value());
        } catch (Invalid notTypedLikeThat) {
            // There may be mail of a domain's that could not be watched by itself.
            return typed.length() > TypedSender.LONGEST ? "" : SameMailbox.of(Address.lower(typed.strip()));
        }
    }
}

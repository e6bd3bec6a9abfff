package dev.mailkeep.activities.mail;

import java.util.regex.Pattern;

/**
 * Someone whose mail is kept: one address, or all addresses of one domain (its subdomains are others).
 *
 * @param value canonical: {@code boss@corp.example} or {@code @list.example}, lower case, the domain in ASCII (IDNA)
 */
public record Sender(String value) {

    private static final int MAX_LOCAL_PART = 64;

    /** What an address may not hold, so that nothing typed can become a search operator, or is taken for a wildcard. */
    private static final Pattern LOCAL_PART = Pattern.compile("[^*?\\s\\p{Cntrl}\"'(){}\\[\\],:;<>@\\\\|]+");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9.@_+-]+");

    /** The typed text is neither an address nor a domain; the message is for the person who typed it. */
    public static final class Invalid extends RuntimeException {
        Invalid(String message) {
            super(message);
        }
    }

    /**
     * Reads what a person typed.
     *
     * @throws Invalid when it is neither {@code name@domain} nor {@code @domain}
     */
    public static Sender parse(String typed) {
        String text = typed.strip();
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new Invalid("Write an address such as boss@corp.example, or a domain such as @list.example");
        }
        String localPart = text.substring(0, at);
        if (!localPart.isEmpty() && (!LOCAL_PART.matcher(localPart).matches() || localPart.length() > MAX_LOCAL_PART)) {
            throw new Invalid("The part before the @ is not that of an address");
        }
        return new Sender(Address.lower(localPart) + "@" + domain(text.substring(at + 1)));
    }

    /** Whether it stands for a whole domain. */
    public boolean isDomain() {
        return value.startsWith("@");
    }

    /** The sender as a term of Gmail's search; only a pre-filter, as Gmail matches loosely. */
    public String searchTerm() {
        return "from:" + (PLAIN.matcher(value).matches() && !value.startsWith("-") ? value : '"' + value + '"');
    }

    private static String domain(String typed) {
        String ascii = Domains.ascii(typed).orElseThrow(() -> new Invalid("The part after the @ is not a domain"));
        String[] labels = ascii.split("\\.", -1);
        boolean wellFormed = labels.length >= 2 && ascii.length() <= 253;
        for (String label : labels) {
            wellFormed &= LABEL.matcher(label).matches();
        }
        if (!wellFormed) {
            throw new Invalid("The part after the @ is not a domain");
        }
        return ascii;
    }
}

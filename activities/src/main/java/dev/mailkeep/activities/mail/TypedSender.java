package dev.mailkeep.activities.mail;

import dev.mailkeep.activities.mail.Sender.Invalid;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a sender as a person types or pastes it. Nothing that was pasted is dropped silently: a text that can't be
 * understood is refused.
 */
final class TypedSender {

    /** An address has at most 320 characters; the rest is for a name in front of it. */
    static final int LONGEST = 1_000;

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;

    private static final Pattern NAMED = Pattern.compile("([^<>]*+)<([^<>]*+)>");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    /** Something in a list before the name, as in {@code corp.example, Boss <boss@corp.example>}. */
    private static final Pattern ANOTHER = Pattern.compile("[^\\s,;]\\.[^\\s,;.][^,;]*+[,;]");

    /** Characters that an address may not hold, so that nothing typed becomes a search operator or a wildcard. */
    private static final Pattern NOT_SEARCHABLE = Pattern.compile("[*?\\s\\p{Cntrl}\"(){}\\[\\],:;<>@\\\\|]");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private TypedSender() {}

    static Sender read(String typed) {
        // Checked first, so that the writer of a text can't choose what reading it costs.
        if (typed.length() > LONGEST) {
            throw new Invalid("An address has at most 320 characters; this is longer");
        }
        String text = Normalizer.normalize(Characters.cleaned(typed), Normalizer.Form.NFC);
        String address = withoutName(text);
        int at = address.lastIndexOf('@');
        if (at < 0) {
            throw new Invalid("Write an address such as boss@corp.example, or a domain such as @list.example"
                    + Characters.firstUnusual(address)
                            .map("; this contains "::concat)
                            .orElse(""));
        }
        String local = Address.lower(unquoted(address.substring(0, at)));
        String domain = domain(address.substring(at + 1));
        requireSearchable(local);
        Characters.requirePlain(local);
        return new Sender(local + "@" + (domain.equals(SameMailbox.GOOGLEMAIL) ? SameMailbox.GMAIL : domain));
    }

    private static String withoutName(String text) {
        if (text.indexOf('<') < 0) {
            if (text.indexOf(',') >= 0 || text.indexOf(';') >= 0) {
                throw oneAtATime();
            }
            return text;
        }
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            throw oneAtATime();
        }
        String name = QUOTED.matcher(named.group(1)).replaceAll("");
        String address = named.group(2).strip();
        Set<String> inName = Mentions.in(named.group(1));
        List<Address> read = FromHeader.read("<" + address + ">").addresses();
        boolean one = address.startsWith("@")
                ? inName.isEmpty()
                : read.size() == 1 && inName.stream().allMatch(read.get(0).key()::equals);
        if (!one || ANOTHER.matcher(name).find()) {
            throw oneAtATime();
        }
        return address;
    }

    private static Invalid oneAtATime() {
        return new Invalid("Write one address at a time, such as boss@corp.example or Boss <boss@corp.example>");
    }

    private static String unquoted(String local) {
        Matcher quoted = QUOTED.matcher(local);
        return quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : local;
    }

    private static void requireSearchable(String local) {
        Matcher unsearchable = NOT_SEARCHABLE.matcher(local);
        if (unsearchable.find()) {
            throw new Invalid("The part before the @ contains a character that can't be searched for: "
                    + Characters.named(local.codePointAt(unsearchable.start())));
        }
        if (local.length() > LONGEST_LOCAL_PART) {
            throw new Invalid("The part before the @ has more than 64 characters");
        }
    }

    private static String domain(String typed) {
        for (String label : typed.split("\\.")) {
            Characters.requireOneScript(label);
        }
        String ascii = Domains.ascii(typed).orElseThrow(() -> notADomain(typed));
        String[] labels = ascii.split("\\.", -1);
        boolean wellFormed = labels.length >= 2 && ascii.length() <= LONGEST_DOMAIN;
        for (String label : labels) {
            wellFormed &= LABEL.matcher(label).matches();
        }
        if (!wellFormed) {
            throw notADomain(typed);
        }
        return ascii;
    }

    private static Invalid notADomain(String typed) {
        return Characters.firstUnusual(typed)
                .map(unusual -> new Invalid("The part after the @ is not a domain; it contains " + unusual))
                .orElseGet(() -> new Invalid("The part after the @ is not a domain"));
    }
}

package dev.mailkeep.activities.mail;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The spellings of a domain, by UTS 46 without its transitional mappings, as browsers and registries use it. By the
 * older rules of the JDK, {@code straße.example} would be {@code strasse.example}, which belongs to somebody else.
 */
final class Domains {

    /**
     * A domain has at most 253 characters in ASCII, and a character takes at most two in Java. A longer text is not a
     * domain and is not read any further, because the cost of preparing a name grows faster than its length.
     */
    static final int LONGEST = 512;

    private static final IDNA UTS_46 = IDNA.getUTS46Instance(
            // No STD3 rules: there is mail from domains with underscores.
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    private Domains() {}

    /** The one spelling for comparing: lower case, in ASCII. Empty when the text can't be a domain. */
    static Optional<String> ascii(String domain) {
        return ascii(domain, Domains::prepared);
    }

    /** The same with another function to prepare names, which gives "" for what can't be a domain. */
    static Optional<String> ascii(String domain, UnaryOperator<String> prepare) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean plain = lower.chars().allMatch(c -> c < 0x80) && !lower.contains("xn--");
        return plain ? Optional.of(lower) : Optional.of(prepare.apply(name)).filter(prepared -> !prepared.isEmpty());
    }

    private static String prepared(String name) {
        var info = new IDNA.Info();
        String ascii = UTS_46.nameToASCII(name, new StringBuilder(), info).toString();
        return info.hasErrors() ? "" : ascii;
    }

    /** The spelling that people are shown for a domain in ASCII. */
    static String unicode(String ascii) {
        if (!ascii.contains("xn--") || ascii.length() > LONGEST) {
            return ascii;
        }
        var info = new IDNA.Info();
        String unicode = UTS_46.nameToUnicode(ascii, new StringBuilder(), info).toString();
        return info.hasErrors() ? ascii : unicode;
    }
}

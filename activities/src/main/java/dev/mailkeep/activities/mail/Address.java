package dev.mailkeep.activities.mail;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of a From header.
 *
 * @param email as it was written
 * @param key the one spelling for all that mean the same: lower case, composed (NFC), nothing quoted, the domain in
 *     ASCII where it can be
 * @param name the display name, decoded; null when there is none
 */
public record Address(String email, String key, @Nullable String name) {

    /**
     * Makes an address of its parts.
     *
     * @param local the part before the {@code @}, without quotes
     * @param written the local part as it was written
     */
    static Address of(String local, String written, String domain, @Nullable String name) {
        String ascii = Domains.ascii(domain).orElseGet(() -> lower(domain));
        return new Address(written + "@" + domain, lower(local) + "@" + ascii, name);
    }

    /**
     * Lower case and composed, for comparing. A text that is too long for an address is not composed: the time to sort
     * thousands of accents grows with the square of their number.
     */
    static String lower(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.length() > Domains.LONGEST || Normalizer.isNormalized(lower, Normalizer.Form.NFC)
                ? lower
                : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }
}

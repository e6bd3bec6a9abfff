package dev.mailkeep.activities.mail;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of a From header.
 *
 * @param email as it was written
 * @param key for comparing: lower case, the domain in ASCII where it can be
 * @param name the display name, decoded; null when there is none
 */
public record Address(String email, String key, @Nullable String name) {

    static Address of(String email, @Nullable String name) {
        int at = email.lastIndexOf('@');
        String domain = email.substring(at + 1);
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException notADomain) {
            ascii = domain;
        }
        return new Address(email, Sender.key(email.substring(0, at)) + "@" + ascii.toLowerCase(Locale.ROOT), name);
    }

    /** The key's domain with its {@code @}. */
    String domainKey() {
        return key.substring(key.lastIndexOf('@'));
    }
}

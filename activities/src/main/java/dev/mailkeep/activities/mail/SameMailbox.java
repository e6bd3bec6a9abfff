package dev.mailkeep.activities.mail;

/**
 * Addresses that Gmail delivers to one mailbox: {@code googlemail.com} is {@code gmail.com}, and dots before the
 * {@code @} of either don't count (support.google.com/mail/answer/7436150 and /10313). No other domain that does so can
 * be recognised by an address. The function {@code matching_key} of the schema does the same.
 */
final class SameMailbox {

    static final String GMAIL = "gmail.com";
    static final String GOOGLEMAIL = "googlemail.com";

    private SameMailbox() {}

    /** The key that all addresses of one mailbox share, from an {@link Address#key()} or a {@link Sender#value()}. */
    static String of(String key) {
        int at = key.lastIndexOf('@');
        String domain = key.substring(at + 1);
        return domain.equals(GMAIL) || domain.equals(GOOGLEMAIL)
                ? key.substring(0, Math.max(at, 0)).replace(".", "") + "@" + GMAIL
                : key;
    }
}

package dev.mailkeep.activities.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the mailboxes of a From header, however badly it is written and however long it is; never throws. */
final class FromHeader {

    /** The last resort for headers that no grammar accepts: what stands in angle brackets, or alone. */
    private static final Pattern BRACKETED = Pattern.compile("<\\s*+([^<>\\s@\"]++@[^<>\\s@\"]++)\\s*+>");

    private static final Pattern BARE = Pattern.compile("\\s*+([^<>\\s@\",;:()]++@[^<>\\s@\",;:()]++)\\s*+");

    private final String header;
    private final String unquoted;
    private final List<Address> addresses = new ArrayList<>();

    private FromHeader(String header) {
        this.header = header;
        this.unquoted = Unquoted.of(header);
    }

    static List<Address> parse(String header) {
        var from = new FromHeader(header);
        from.read();
        return from.addresses;
    }

    private void read() {
        try {
            for (InternetAddress address : InternetAddress.parseHeader(header, false)) {
                if (address.isGroup()) {
                    addGroup(address);
                } else {
                    add(address);
                }
            }
        } catch (AddressException | RuntimeException unparsable) {
            // What comes below is for exactly that.
        }
        if (addresses.isEmpty()) {
            salvage();
        }
    }

    private void addGroup(InternetAddress group) throws AddressException {
        InternetAddress[] members = group.getGroup(false);
        if (members != null) {
            for (InternetAddress member : members) {
                add(member);
            }
        }
    }

    /** The parser takes a name with no address behind it for the address; such a one stands in quotes or comments only. */
    private void add(InternetAddress address) {
        String email = address.getAddress();
        if (email != null && isAddress(email) && unquoted.contains(email)) {
            addresses.add(Address.of(email, name(MimeWords.name(address))));
        }
    }

    private static boolean isAddress(String email) {
        int at = email.lastIndexOf('@');
        return at > 0
                && at < email.length() - 1
                && email.chars().noneMatch(c -> Character.isWhitespace(c) || "<>\"()".indexOf(c) >= 0);
    }

    private void salvage() {
        Matcher bracketed = BRACKETED.matcher(unquoted);
        while (bracketed.find()) {
            addresses.add(Address.of(bracketed.group(1), null));
        }
        Matcher bare = BARE.matcher(unquoted);
        if (addresses.isEmpty() && bare.matches()) {
            addresses.add(Address.of(bare.group(1), null));
        }
    }

    private static @Nullable String name(@Nullable String personal) {
        String clean = personal == null ? "" : Text.line(personal);
        return clean.isEmpty() ? null : clean;
    }
}

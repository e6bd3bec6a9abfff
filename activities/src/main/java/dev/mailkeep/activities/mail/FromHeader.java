package dev.mailkeep.activities.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the mailboxes of a From header, however badly it is written; never throws. */
final class FromHeader {

    /** The last resort for headers that no grammar accepts: what stands in angle brackets, or alone. */
    private static final Pattern BRACKETED = Pattern.compile("<\\s*([^<>\\s@\"]+@[^<>\\s@\"]+)\\s*>");

    private static final Pattern BARE = Pattern.compile("^\\s*([^<>\\s@\",;:()]+@[^<>\\s@\",;:()]+)\\s*$");

    /** Display names and comments: an address in one of them is no address of the header. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\([^()]*\\)");

    private FromHeader() {}

    static List<Address> parse(String header) {
        try {
            var addresses = new ArrayList<Address>();
            for (InternetAddress address : InternetAddress.parseHeader(header, false)) {
                if (address.isGroup()) {
                    addGroup(address, addresses);
                } else {
                    add(address, addresses);
                }
            }
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (AddressException | RuntimeException unparsable) {
            // The rest of this method is for exactly that.
        }
        return salvage(header);
    }

    private static void addGroup(InternetAddress group, List<Address> addresses) throws AddressException {
        InternetAddress[] members = group.getGroup(false);
        if (members != null) {
            for (InternetAddress member : members) {
                add(member, addresses);
            }
        }
    }

    private static void add(InternetAddress address, List<Address> addresses) {
        String email = address.getAddress();
        if (email != null && email.matches("\\S+@\\S+")) {
            addresses.add(Address.of(email, name(address.getPersonal())));
        }
    }

    private static List<Address> salvage(String header) {
        String bareHeader = QUOTED.matcher(header).replaceAll(" ");
        Matcher bracketed = BRACKETED.matcher(bareHeader);
        var addresses = new ArrayList<Address>();
        while (bracketed.find()) {
            addresses.add(Address.of(bracketed.group(1), null));
        }
        Matcher bare = BARE.matcher(bareHeader);
        if (addresses.isEmpty() && bare.matches()) {
            addresses.add(Address.of(bare.group(1), null));
        }
        return addresses;
    }

    private static @Nullable String name(@Nullable String personal) {
        String clean = personal == null ? "" : Text.line(personal);
        return clean.isEmpty() ? null : clean;
    }
}

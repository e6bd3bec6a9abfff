package dev.mailkeep.activities.mail;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns Gmail's answer into the message that is stored. Odd mail is stored, too; only an impossible time throws. */
public final class MailParser {

    /**
     * Rises when From headers are read differently than before; messages that were refused under an older version are
     * then fetched once more. Version 1 refused every message that it could not read.
     */
    public static final int VERSION = 2;

    /** The times that PostgreSQL, Java and a page all support; Gmail itself never gives any other. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private MailParser() {}

    public static KeptMessage parse(MessageMetadata metadata) {
        List<MessageHeader> froms = metadata.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("From"))
                .toList();
        String fromHeader = froms.isEmpty() ? "" : froms.get(0).value();
        FromHeader.Reading from = FromHeader.read(HeaderText.clean(fromHeader));
        String subject = first(metadata, "Subject");
        return new KeptMessage(
                metadata.id(),
                metadata.threadId(),
                from.addresses(),
                HeaderText.line(fromHeader),
                froms.size() != 1 || from.addresses().size() != 1 || !from.certain(),
                from.mentioned(),
                line(metadata, "Sender"),
                line(metadata, "Reply-To"),
                line(metadata, "To"),
                line(metadata, "Cc"),
                subject == null ? "" : HeaderText.decoded(subject),
                line(metadata, "Date"),
                line(metadata, "Message-ID"),
                line(metadata, "List-Id"),
                line(metadata, "Authentication-Results"),
                HeaderText.snippet(metadata.snippet()),
                new TreeSet<>(metadata.labels()),
                metadata.sizeEstimate(),
                receivedAt(metadata));
    }

    private static Instant receivedAt(MessageMetadata metadata) {
        Instant received = metadata.internalDate();
        if (received.isBefore(EARLIEST) || received.isAfter(LATEST)) {
            throw new IllegalArgumentException("The time of the message is impossible");
        }
        return received;
    }

    private static @Nullable String line(MessageMetadata metadata, String name) {
        String value = first(metadata, name);
        return value == null ? null : HeaderText.line(value);
    }

    private static @Nullable String first(MessageMetadata metadata, String name) {
        return metadata.headers().stream()
                .filter(header -> header.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(MessageHeader::value)
                .findFirst()
                .orElse(null);
    }
}

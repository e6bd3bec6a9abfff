package dev.mailkeep.simulator.account;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A message as it reaches a mailbox.
 *
 * @param from the raw value of the first From header; may be anything, "" without one
 * @param subject the raw value of the first Subject header, or ""
 * @param receivedAt Gmail's internalDate, in milliseconds
 * @param headers all headers in order, including From and Subject
 * @param labels label ids: INBOX, UNREAD, SPAM, TRASH, DRAFT, CHAT, SENT, CATEGORY_…
 * @param snippet the beginning of the text, not escaped
 * @param sizeEstimate in bytes
 */
public record Mail(
        String from,
        String subject,
        Instant receivedAt,
        List<Header> headers,
        Set<String> labels,
        String snippet,
        long sizeEstimate) {

    public Mail {
        headers = List.copyOf(headers);
        labels = Set.copyOf(labels);
    }

    /** Starts a message with this From header, which may be any text. */
    public static Builder from(String fromHeader) {
        return new Builder(fromHeader);
    }

    /**
     * Reads a raw message. It never throws: lines may end in CRLF, LF or CR, folded lines are joined, bytes that are not
     * UTF-8 are read as ISO-8859-1, lines that are not headers are dropped.
     */
    public static Mail ofRaw(byte[] rfc822, Instant receivedAt) {
        RawMail raw = RawMail.read(rfc822);
        return new Mail(
                raw.header("From"),
                raw.header("Subject"),
                receivedAt,
                raw.headers(),
                Set.of("INBOX", "UNREAD"),
                raw.snippet(),
                rfc822.length);
    }

    /** The first value of that header (any case), or "". */
    public String header(String name) {
        return Header.first(headers, name);
    }

    /** The same message with other labels. */
    public Mail withLabels(Set<String> other) {
        return new Mail(from, subject, receivedAt, headers, other, snippet, sizeEstimate);
    }

    /** Builds a message. Fields that are not set get plausible values. */
    public static final class Builder {

        private final String from;
        private final List<Header> extra = new ArrayList<>();
        private String subject = "Hello";
        private String snippet = "";
        private Instant receivedAt = Instant.now();
        private Set<String> labels = Set.of("INBOX", "UNREAD");
        private long sizeEstimate = 4_096;

        private Builder(String from) {
            this.from = from;
        }

        public Builder subject(String value) {
            this.subject = value;
            return this;
        }

        public Builder snippet(String value) {
            this.snippet = value;
            return this;
        }

        /** The internalDate; by default the current time of the machine's clock. */
        public Builder receivedAt(Instant value) {
            this.receivedAt = value;
            return this;
        }

        /** Replaces the default labels, INBOX and UNREAD. */
        public Builder labels(String... values) {
            this.labels = new TreeSet<>(List.of(values));
            return this;
        }

        /** In bytes. */
        public Builder size(long value) {
            this.sizeEstimate = value;
            return this;
        }

        /** Adds a header. Date and Message-ID replace the generated ones. */
        public Builder header(String name, String value) {
            extra.add(new Header(name, value));
            return this;
        }

        public Builder to(String value) {
            return header("To", value);
        }

        public Mail build() {
            List<Header> headers = new ArrayList<>();
            headers.add(new Header("From", from));
            headers.add(new Header("Subject", subject));
            if (!has("Date")) {
                headers.add(new Header(
                        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(receivedAt.atOffset(ZoneOffset.UTC))));
            }
            if (!has("Message-ID")) {
                // The same content gets the same id, so that seeded mailboxes are reproducible.
                String seed = from + '\n' + subject + '\n' + receivedAt + '\n' + snippet;
                UUID id = UUID.nameUUIDFromBytes(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                headers.add(new Header("Message-ID", "<" + id + "@simulated.example>"));
            }
            headers.addAll(extra);
            return new Mail(from, subject, receivedAt, headers, labels, snippet, sizeEstimate);
        }

        private boolean has(String name) {
            return extra.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
        }
    }
}

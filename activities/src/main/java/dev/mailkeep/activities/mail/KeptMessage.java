package dev.mailkeep.activities.mail;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is kept: no body, texts safe to store. Optional headers are null where the message has none.
 *
 * @param from mailboxes of the first From header, in order; may be empty
 * @param fromHeader that header as it came; empty when there is none
 * @param fromAnomaly several From headers or mailboxes, none that can be read, or one that had to be guessed
 * @param mentioned where the header can't be read for certain: what looks like an address in it, as {@link Address#key()}
 * @param receivedAt when Gmail accepted it; the Date header is only text, as it may say anything
 */
public record KeptMessage(
        String messageId,
        String threadId,
        List<Address> from,
        String fromHeader,
        boolean fromAnomaly,
        Set<String> mentioned,
        @Nullable String senderHeader,
        @Nullable String replyTo,
        @Nullable String to,
        @Nullable String cc,
        String subject,
        @Nullable String dateHeader,
        @Nullable String messageIdHeader,
        @Nullable String listId,
        @Nullable String authenticationResults,
        String snippet,
        Set<String> labels,
        long sizeBytes,
        Instant receivedAt) {

    private static final Set<String> HIDING = Set.of("SPAM", "TRASH", "DRAFT", "CHAT");

    /** Whether the message lies where mail is not stored from. */
    public boolean hidden() {
        return labels.stream().anyMatch(HIDING::contains);
    }
}

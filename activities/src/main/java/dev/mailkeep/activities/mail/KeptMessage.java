package dev.mailkeep.activities.mail;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored: no body, and texts that are safe to store. Optional headers are null where the message has
 * none.
 *
 * @param from mailboxes of the first From header, in order; may be empty
 * @param fromHeader that header in one line; empty when the message has no From header
 * @param fromAnomaly whether there are several From headers or mailboxes, no mailbox that can be read, or one that had
 *     to be guessed
 * @param mentioned when the header can't be read for certain: what looks like an address in it, as
 *     {@link Address#key()}
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

    /** Whether the message is in spam or trash, or is a draft or a chat; such messages are not stored. */
    public boolean hidden() {
        return labels.stream().anyMatch(HIDING::contains);
    }
}

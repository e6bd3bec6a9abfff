package dev.mailkeep.api.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param from the From header as it came; its sender can write anything there
 * @param fromAnomaly whether there were several From headers or addresses, none that can be read, or one that had to be
 *     guessed
 * @param authentication what Gmail found about the sender's authenticity
 * @param sentDate the Date header as text
 * @param deletedAt when Mailkeep found the message deleted at Gmail
 */
record Message(
        String messageId,
        String threadId,
        String senderEmail,
        @Nullable String senderName,
        String from,
        @Nullable String to,
        @Nullable String cc,
        String subject,
        String snippet,
        Instant receivedAt,
        Instant processedAt,
        @Nullable String sentDate,
        List<String> labels,
        long sizeBytes,
        @Nullable Instant deletedAt,
        boolean fromAnomaly,
        @Nullable String authentication) {}

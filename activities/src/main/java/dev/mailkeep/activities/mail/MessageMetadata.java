package dev.mailkeep.activities.mail;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A message without its body.
 *
 * @param internalDate when Gmail accepted it
 * @param sizeEstimate bytes
 */
public record MessageMetadata(
        String id,
        String threadId,
        Set<String> labels,
        Instant internalDate,
        long sizeEstimate,
        String snippet,
        List<MessageHeader> headers) {}

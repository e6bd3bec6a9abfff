package dev.mailkeep.activities.risc;

import java.util.UUID;

/**
 * A mailbox that an event was about. Its workflow must be told, because the row has changed or the grant has to be
 * checked.
 */
public record ConcernedMailbox(UUID mailboxId, UUID userId) {}

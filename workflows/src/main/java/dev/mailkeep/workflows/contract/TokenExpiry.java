package dev.mailkeep.workflows.contract;

import java.time.Instant;

/**
 * All that a workflow learns of an access token.
 *
 * @param expiresAt when Google stops accepting it
 */
public record TokenExpiry(Instant expiresAt) {}

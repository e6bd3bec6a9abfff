package dev.mailkeep.workflows.contract;

import java.time.Instant;

/**
 * What a workflow may know of an access token: nothing but its expiry.
 *
 * @param expiresAt when Google stops accepting the token
 */
public record TokenExpiry(Instant expiresAt) {}

package dev.mailkeep.activities.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser that has been here.
 *
 * @param id names the session on the server; the browser knows its secret only
 * @param userId who is signed in; null while nobody is
 * @param binding what rounds to Google are bound to; stays the same through a sign-in
 */
public record BrowserSession(UUID id, @Nullable UUID userId, UUID binding) {}

package dev.mailkeep.activities.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The session of a browser.
 *
 * @param id names the session on the server; the browser knows only the secret
 * @param userId the user who is signed in; null if nobody is signed in
 * @param binding the value that authorization flows are bound to; stays the same through a sign-in
 */
public record BrowserSession(UUID id, @Nullable UUID userId, UUID binding) {}

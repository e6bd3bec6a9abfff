package dev.mailkeep.activities.token;

import java.util.UUID;

/** The owner of a grant. For a mailbox none of the four ever changes, so a stored token is bound to all of them. */
public record GrantOwner(UUID mailboxId, UUID userId, String issuer, String googleSub) {

    Vault.Place place() {
        return Vault.Place.refreshToken(mailboxId, userId, issuer, googleSub);
    }
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Access to Gmail: refreshed ahead of time, and revoked at the end. */
@ActivityInterface
public interface TokenActivities {

    /**
     * Gets a new access token from Google, even if the current one is still valid. The token itself never leaves the memory
     * of the process.
     *
     * @return when the new token expires
     */
    @ActivityMethod(name = "refreshToken")
    TokenExpiry refreshToken(UUID mailboxId);

    /**
     * Revokes the grant of a disconnected mailbox at Google, unless another connected mailbox has the same account: Google
     * revokes by account, not by token. Does nothing when there is no grant left.
     */
    @ActivityMethod(name = "revokeGrant")
    void revokeGrant(UUID mailboxId);
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Access to Gmail: refreshed ahead of time, given back at the end. */
@ActivityInterface
public interface TokenActivities {

    /**
     * Refreshes the mailbox's access token at Google, whether or not the present one still lives. The token itself stays
     * in the memory of the process.
     *
     * @return when the new token expires
     */
    @ActivityMethod(name = "refreshToken")
    TokenExpiry refreshToken(UUID mailboxId);

    /**
     * Revokes the grant of a disconnected mailbox at Google, unless another live mailbox holds the same account: Google
     * revokes by account, not by token. Does nothing when nothing is left to revoke.
     */
    @ActivityMethod(name = "revokeGrant")
    void revokeGrant(UUID mailboxId);
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Finding messages in Gmail. */
@ActivityInterface
public interface GmailActivities {

    /**
     * Learns which messages match and are not known yet, and writes their ids to the queue together with the cursor they
     * bring, in one transaction.
     */
    @ActivityMethod(name = "findMessages")
    Progress findMessages(UUID mailboxId, FindMode mode);
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Finding messages in Gmail, and being told when there may be some. */
@ActivityInterface
public interface GmailActivities {

    /**
     * Learns which messages match and are not known yet, and writes their ids to the queue together with the cursor they
     * bring, in one transaction.
     */
    @ActivityMethod(name = "findMessages")
    Progress findMessages(UUID mailboxId, FindMode mode);

    /**
     * Asks Gmail to push from now on, and writes to the row when it is to be asked again: before its promise is over, or
     * soon where it made none, which is no failure.
     */
    @ActivityMethod(name = "renewWatch")
    void renewWatch(UUID mailboxId);
}

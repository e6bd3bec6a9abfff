package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Finds messages in Gmail, and asks Gmail to push when there are new ones. */
@ActivityInterface
public interface GmailActivities {

    /**
     * Finds ids of messages that match and are not known yet. One transaction writes them to the queue and moves the
     * cursor that came with them.
     */
    @ActivityMethod(name = "findMessages")
    Progress findMessages(UUID mailboxId, FindMode mode);

    /**
     * Asks Gmail to push, and writes to the row when to ask again: before Gmail's promise expires, or soon if Gmail made no
     * promise, which is not a failure.
     */
    @ActivityMethod(name = "renewWatch")
    void renewWatch(UUID mailboxId);
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Fetches queued messages from Gmail and stores them in PostgreSQL. */
@ActivityInterface
public interface MessageActivities {

    /**
     * Fetches and stores queued messages, live mail before imported mail and newest first, for some seconds or until no
     * queued message is ready. One transaction writes a message and deletes its id from the queue.
     */
    @ActivityMethod(name = "storeMessages")
    Progress storeMessages(UUID mailboxId);
}

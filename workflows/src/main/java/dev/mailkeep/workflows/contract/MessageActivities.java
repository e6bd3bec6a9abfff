package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Fetching queued messages from Gmail and storing them in PostgreSQL. */
@ActivityInterface
public interface MessageActivities {

    /**
     * Takes queued ids, live mail before import and newest first, fetches and stores each, for some seconds or until
     * none is ready. Each message's row is written in the transaction that takes its id off the queue.
     */
    @ActivityMethod(name = "storeMessages")
    Progress storeMessages(UUID mailboxId);
}

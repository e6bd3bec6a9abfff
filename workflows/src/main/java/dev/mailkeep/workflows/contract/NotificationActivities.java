package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Telling the person what they must do. */
@ActivityInterface
public interface NotificationActivities {

    /**
     * Tells the person what stands in the mailbox's way, in the page and by e-mail where that is configured; once per
     * incident, however often this is called.
     */
    @ActivityMethod(name = "notifyPerson")
    void notifyPerson(UUID mailboxId);
}

package dev.mailkeep.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/** Notifies owners of what only they can do. */
@ActivityInterface
public interface NotificationActivities {

    /**
     * Notifies the owner of what prevents syncing: in the app, and by e-mail where that is configured. One incident makes
     * one notification, however often this is called.
     */
    @ActivityMethod(name = "notifyPerson")
    void notifyOwner(UUID mailboxId);
}

package dev.mailkeep.workflows.contract;

/** Names of the task queues that Mailkeep's workers poll. */
public final class TaskQueues {

    /** Workflows and activities of all mailboxes. */
    public static final String MAILKEEP = "mailkeep";

    private TaskQueues() {}
}

package dev.mailkeep.activities.mailbox;

/** What became of a change to a mailbox's settings or senders that was made from an earlier state. */
public enum ChangeOutcome {
    /** The state is the one that was wanted. It may have been so before. */
    SET,

    /** The state is no longer the one that the change was made from; nothing was changed. */
    CHANGED_MEANWHILE,

    /** The user has no such mailbox, or is disconnecting it. */
    NO_SUCH_MAILBOX
}

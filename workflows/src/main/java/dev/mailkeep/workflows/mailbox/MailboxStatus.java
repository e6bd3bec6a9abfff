package dev.mailkeep.workflows.mailbox;

/** What a mailbox is doing, in the same words in the workflow, the schema, the API and the page. */
public enum MailboxStatus {
    /** Mail from before is being found and stored; new mail too, and first. */
    IMPORTING,
    /** Every look so far is stored; the next one is scheduled. */
    LIVE,
    /** The person asked for a pause. No calls but a weekly refresh, as an unused grant dies. */
    PAUSED,
    /** Google no longer honours the grant, or it lacks Gmail. Only the person can mend it. */
    NEEDS_RECONNECT,
    /** An administrator or a missing Gmail service stands in the way. Tried again daily. */
    BLOCKED,
    /** Failing and retrying by itself. */
    DEGRADED,
    /** Being taken down. */
    DISCONNECTING
}

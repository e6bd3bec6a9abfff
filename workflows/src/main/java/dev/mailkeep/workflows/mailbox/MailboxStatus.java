package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;

/** What a mailbox is doing, in the same words in the workflow, the schema, the API and the page. */
public enum MailboxStatus {
    /** Older mail is being found and stored. New mail is stored too, and first. */
    IMPORTING,
    /** Everything that the checks have found is stored, or the mailbox has no senders yet. */
    LIVE,
    /** The owner asked for a pause. Google is called once a week only, because an unused grant dies. */
    PAUSED,
    /** Google no longer honours the grant, or the grant lacks Gmail. Only the owner can fix it. */
    NEEDS_RECONNECT,
    /** An administrator or a missing Gmail service prevents syncing. Tried again once a day. */
    BLOCKED,
    /** Failing and retrying by itself. */
    DEGRADED,
    /** Being disconnected. */
    DISCONNECTING;

    /**
     * The status that people are shown. A lost grant is shown even while the mailbox is paused, because only the owner can
     * fix it. A pause hides what may pass by itself.
     *
     * @param wanted what the row says the workflow shall do
     * @param failing whether the sync, or a part of it, fails and is being retried
     * @param importing whether an import or a resync is open, or messages that one found are still queued
     */
    public static MailboxStatus of(DesiredState wanted, boolean failing, boolean importing) {
        if (wanted.desired() == Desired.DISCONNECT || wanted.desired() == Desired.GONE) {
            return DISCONNECTING;
        } else if (wanted.condition() == Condition.NEEDS_RECONNECT) {
            return NEEDS_RECONNECT;
        } else if (wanted.desired() == Desired.PAUSE) {
            return PAUSED;
        } else if (wanted.condition() == Condition.BLOCKED) {
            return BLOCKED;
        }
        return wanted.watching() ? working(failing, importing) : LIVE;
    }

    /** The status of a mailbox that nothing keeps from syncing. */
    static MailboxStatus working(boolean failing, boolean importing) {
        if (failing) {
            return DEGRADED;
        }
        return importing ? IMPORTING : LIVE;
    }
}

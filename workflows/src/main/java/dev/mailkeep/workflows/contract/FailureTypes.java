package dev.mailkeep.workflows.contract;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of the failures that activities end with, as Temporal records them. The message beside a type is a constant
 * too: Temporal's history keeps it, and must not contain what Google or a person said.
 */
public final class FailureTypes {

    /** Google no longer honours the grant. Final until the owner reconnects; the row says why. */
    public static final String GRANT_REVOKED = "GrantRevoked";

    /** The grant lacks {@code gmail.readonly}. Final until the owner reconnects. */
    public static final String SCOPE_MISSING = "ScopeMissing";

    /** An administrator or a missing Gmail service prevents syncing. Final for a day. */
    public static final String BLOCKED = "Blocked";

    /** The attempt belongs to an older generation of the mailbox, so its result no longer counts. */
    public static final String SUPERSEDED = "Superseded";

    /** The deployment is misconfigured (client secret, Gmail API disabled). It affects all mailboxes. */
    public static final String OPERATOR_FAULT = "OperatorFault";

    /** This mailbox's token can't be decrypted although other mailboxes' can: its row is damaged. */
    public static final String SECRET_UNREADABLE = "SecretUnreadable";

    /** Google asked to slow down. Retried after the delay that the failure carries. */
    public static final String THROTTLED = "Throttled";

    /** Google can't be reached, or its answer can't be understood. Retried. */
    public static final String GOOGLE_UNAVAILABLE = "GoogleUnavailable";

    /** Gmail refuses this account without a known reason, as it does when Google has suspended it. Retried. */
    public static final String GMAIL_REFUSES = "GmailRefuses";

    /** PostgreSQL can't be reached, or refused a statement for a reason of its own. Retried. */
    public static final String DATABASE_UNAVAILABLE = "DatabaseUnavailable";

    /** Any other failure: a bug in Mailkeep, or an attempt that never ended. Retried. */
    public static final String UNEXPECTED = "Unexpected";

    private static final Set<String> ALL = Set.of(
            GRANT_REVOKED,
            SCOPE_MISSING,
            BLOCKED,
            SUPERSEDED,
            OPERATOR_FAULT,
            SECRET_UNREADABLE,
            THROTTLED,
            GOOGLE_UNAVAILABLE,
            GMAIL_REFUSES,
            DATABASE_UNAVAILABLE,
            UNEXPECTED);

    private FailureTypes() {}

    /**
     * The type if it is one of these, else {@link #UNEXPECTED}. The type of any other exception is its class name, which
     * tells people nothing.
     */
    public static String orUnexpected(@Nullable String type) {
        return type != null && ALL.contains(type) ? type : UNEXPECTED;
    }
}

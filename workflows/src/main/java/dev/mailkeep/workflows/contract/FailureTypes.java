package dev.mailkeep.workflows.contract;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types of the failures that activities end with, as Temporal records them. The text beside a type is a constant too:
 * failure texts are history, and history must not hold what Google or a person said.
 */
public final class FailureTypes {

    /** Google no longer honours the grant. Final until the person reconnects; the row says why. */
    public static final String GRANT_REVOKED = "GrantRevoked";

    /** The grant lacks {@code gmail.readonly}. Final until the person reconnects. */
    public static final String SCOPE_MISSING = "ScopeMissing";

    /** An administrator or a missing Gmail service stands in the way. Final for today. */
    public static final String BLOCKED = "Blocked";

    /** The attempt belongs to an older generation of the mailbox; whatever it learnt no longer counts. */
    public static final String SUPERSEDED = "Superseded";

    /** The deployment is misconfigured (client secret, Gmail API disabled): no mailbox is at fault. */
    public static final String OPERATOR_FAULT = "OperatorFault";

    /** What is stored to reach this mailbox can't be decrypted, though others' can: its row is damaged. */
    public static final String SECRET_UNREADABLE = "SecretUnreadable";

    /** Google asked us to come back later. Retried; the delay travels in the failure. */
    public static final String THROTTLED = "Throttled";

    /** Google can't be reached or answers nonsense. Retried. */
    public static final String GOOGLE_UNAVAILABLE = "GoogleUnavailable";

    /** Gmail refuses this account without a reason that is known, as it does when Google has suspended it. Retried. */
    public static final String GMAIL_REFUSES = "GmailRefuses";

    /** PostgreSQL can't be reached or refused for a reason of its own. Retried. */
    public static final String DATABASE_UNAVAILABLE = "DatabaseUnavailable";

    /** None of the others: a fault in Mailkeep, or an attempt that never ended. Retried. */
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
     * The type if it is one of these, else {@link #UNEXPECTED}: an exception that nobody translated has its class as its
     * type, which means nothing to a person.
     */
    public static String orUnexpected(@Nullable String type) {
        return type != null && ALL.contains(type) ? type : UNEXPECTED;
    }
}

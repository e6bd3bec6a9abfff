package dev.mailkeep.activities.audit;

import java.util.Locale;

/** Everything that the audit log can say happened. */
public enum AuditEvent {
    SIGNED_IN,
    SESSIONS_ENDED,
    /** A person signs in with the account to which Google gave the address of their earlier one. */
    SIGNS_IN_WITH_THE_ACCOUNT_MADE_ANEW,
    ACCOUNT_DELETED,

    CONNECTED,
    PAUSE,
    RESUME,
    RESYNC,
    DISCONNECT,
    MAILBOX_DELETED,
    SENDERS_CHANGED,
    ADDRESS_CHANGED,
    INTERVAL_CHANGED,

    GRANT_REVOKED,
    /** The grant may still work, but the owner must reconnect first. */
    HELD,
    BLOCKED,
    ACCOUNT_MADE_ANEW,

    GOOGLE_SESSIONS_REVOKED,
    GOOGLE_TOKENS_REVOKED,
    GOOGLE_TOKEN_REVOKED,
    GOOGLE_ACCOUNT_DISABLED,
    GOOGLE_ACCOUNT_ENABLED,
    GOOGLE_CREDENTIAL_CHANGE_REQUIRED,
    GOOGLE_VERIFICATION,

    KEY_PROMOTED,
    KEY_RETIRED;

    /** The word in the table: lower case, with hyphens. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.mailkeep.activities.google;

/** The likely reason why Google no longer honours a grant. */
public enum RevocationCause {
    /** The owner revoked it, changed the password, or was removed: Google does not say which. */
    REVOKED,
    /** Google wants the owner to sign in again (session control of an organisation). */
    SIGN_IN_AGAIN,
    /** The Google account is disabled or deleted. */
    ACCOUNT_GONE,
    /**
     * Google has given the account's address to another account: the account was deleted and created again, or renamed.
     */
    ACCOUNT_MADE_ANEW,
    /** Gmail refuses even new access tokens, so the grant is useless. */
    TOKEN_REFUSED,
    /** The grant no longer covers Gmail. */
    SCOPE_MISSING,
    /** The grant was about seven days old, the lifetime of grants to an app in Testing. */
    TESTING_SEVEN_DAYS,
    /** The grant was not used for six months. */
    IDLE_SIX_MONTHS,
    /**
     * Google ended all sessions of the account. The grant may still work, but the owner must sign in again to prove who
     * they are.
     */
    SESSIONS_REVOKED,
    /** Google disabled the account, without a reason or together with many others. */
    ACCOUNT_DISABLED,
    /** Google disabled the account because somebody else had got into it. */
    ACCOUNT_HIJACKED
}

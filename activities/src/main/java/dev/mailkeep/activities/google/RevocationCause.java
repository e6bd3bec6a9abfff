package dev.mailkeep.activities.google;

/** Why a grant is likely no longer honoured. */
public enum RevocationCause {
    /** The person took it back, changed the password, or was removed: Google does not say which. */
    REVOKED,
    /** Google wants the person to sign in again (session control of an organisation). */
    SIGN_IN_AGAIN,
    /** The Google account is disabled or deleted. */
    ACCOUNT_GONE,
    /** Google has given the account's address to another account: it was deleted and made anew, or renamed. */
    ACCOUNT_MADE_ANEW,
    /** Fresh access tokens are refused: the grant is of no use. */
    TOKEN_REFUSED,
    /** The grant no longer covers Gmail. */
    SCOPE_MISSING,
    /** About seven days old: the life of grants to an app in Testing. */
    TESTING_SEVEN_DAYS,
    /** Not used for six months. */
    IDLE_SIX_MONTHS,
    /** Google ended all sessions of the account; the grant may still live, but whoever comes next must prove who they are. */
    SESSIONS_REVOKED,
    /** Google disabled the account, without saying why or as one of many. */
    ACCOUNT_DISABLED,
    /** Google disabled the account as somebody else had got in. */
    ACCOUNT_HIJACKED
}

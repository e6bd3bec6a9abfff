package dev.mailkeep.api.connect;

/** Why someone goes to Google. */
public enum Purpose {
    /** To add a mailbox; signs in whoever is not. */
    CONNECT,
    /** To renew the grant of a mailbox, with the same account. */
    RECONNECT,
    /** To come back; touches no grant. */
    SIGNIN
}

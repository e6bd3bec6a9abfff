package dev.mailkeep.api.connect;

/** Why a person is sent to Google. */
public enum Purpose {
    /** To add a mailbox. Also signs the person in if they are not signed in. */
    CONNECT,
    /** To renew the grant of a mailbox, with the same account. */
    RECONNECT,
    /** To sign in; changes no grant. */
    SIGNIN
}

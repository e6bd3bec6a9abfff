package dev.mailkeep.activities.token.rotation;

/** A step of a rotation that may not be made now; the message says why and what helps. */
public final class Refused extends RuntimeException {

    Refused(String message) {
        super(message);
    }
}

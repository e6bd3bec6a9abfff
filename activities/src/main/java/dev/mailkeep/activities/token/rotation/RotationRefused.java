package dev.mailkeep.activities.token.rotation;

/** A step of a rotation that may not be made now; the message says why and what helps. */
public final class RotationRefused extends RuntimeException {

    RotationRefused(String message) {
        super(message);
    }
}

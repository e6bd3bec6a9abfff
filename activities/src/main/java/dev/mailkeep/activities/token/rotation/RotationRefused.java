package dev.mailkeep.activities.token.rotation;

/** A step of a rotation that is refused for now; the message says why and what helps. */
public final class RotationRefused extends RuntimeException {

    RotationRefused(String message) {
        super(message);
    }
}

package dev.mailkeep.activities;

/** Mailkeep can't be run the way it is set up. The message tells its operator what is wrong and what to do about it. */
public final class RefusedToStart extends IllegalStateException {

    public RefusedToStart(String message) {
        super(message);
    }

    public RefusedToStart(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.mailkeep.simulator;

/** A parameter that Gmail answers with 400 invalidArgument. */
final class InvalidArgument extends RuntimeException {

    InvalidArgument(String message) {
        super(message);
    }
}

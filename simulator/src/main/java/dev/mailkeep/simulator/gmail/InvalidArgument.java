package dev.mailkeep.simulator.gmail;

/** Thrown for a parameter that Gmail answers with 400 invalidArgument. */
final class InvalidArgument extends RuntimeException {

    InvalidArgument(String message) {
        super(message);
    }
}

package dev.mailkeep.api.web;

import java.time.DateTimeException;
import java.time.Instant;

/** What of a request's texts can be taken. */
final class Texts {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Texts() {}

    /** Whether PostgreSQL holds it as it stands: without NUL, and with no half of a character that takes two. */
    static boolean canBeStored(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    /**
     * A time, ISO 8601 with an offset, of a year of four digits.
     *
     * @throws DateTimeException when it is none
     */
    static Instant time(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("no year of four digits");
        }
        return time;
    }
}

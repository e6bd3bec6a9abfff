package dev.mailkeep.api.web;

import java.time.DateTimeException;
import java.time.Instant;

/** Checks texts of a request. */
final class Texts {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Texts() {}

    /** Whether PostgreSQL can store the text unchanged: it has no NUL and no half of a surrogate pair. */
    static boolean canBeStored(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    /**
     * A time in ISO 8601 with an offset and a year of four digits.
     *
     * @throws DateTimeException when the text is not such a time
     */
    static Instant time(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("no year of four digits");
        }
        return time;
    }
}

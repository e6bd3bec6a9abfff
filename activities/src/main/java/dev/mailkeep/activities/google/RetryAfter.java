package dev.mailkeep.activities.google;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Reads when Google wants the next call. A header says so in seconds or as a date (RFC 9110, 10.2.3); Gmail's 403 and
 * 429 carry the time only in their text. Nothing is clamped here: the code that backs off decides how far it obeys
 * Google.
 */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** The time follows one or two spaces. */
    private static final Pattern IN_THE_TEXT = Pattern.compile("Retry after\\s+(\\S+)");

    private RetryAfter() {}

    /**
     * Reads the time.
     *
     * @param text the error's message
     * @param header Retry-After; null if absent
     * @param date the answer's own Date, null if absent; a Retry-After that is a date is counted from it, because
     *     Google's clock and ours may differ
     * @return null when Google named no time, or none that can be read
     */
    static @Nullable Instant of(String text, @Nullable String header, @Nullable String date) {
        Instant asked = header == null ? null : ofHeader(header.strip(), date);
        return asked == null ? ofText(text) : asked;
    }

    private static @Nullable Instant ofHeader(String header, @Nullable String date) {
        Instant now = Instant.now();
        if (SECONDS.matcher(header).matches()) {
            return now.plusSeconds(Long.parseLong(header));
        }
        Instant until = httpDate(header);
        Instant answered = date == null ? null : httpDate(date);
        return until == null || answered == null ? until : now.plus(Duration.between(answered, until));
    }

    private static @Nullable Instant httpDate(String value) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.DATE, value);
        try {
            ZonedDateTime parsed = headers.getFirstZonedDateTime(HttpHeaders.DATE);
            return parsed == null ? null : parsed.toInstant();
        } catch (IllegalArgumentException notADate) {
            return null;
        }
    }

    private static @Nullable Instant ofText(String text) {
        Matcher matcher = IN_THE_TEXT.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(matcher.group(1)).toInstant();
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }
}

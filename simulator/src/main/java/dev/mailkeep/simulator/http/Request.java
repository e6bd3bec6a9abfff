package dev.mailkeep.simulator.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read to its end.
 *
 * @param method GET, POST …
 * @param path the decoded path
 * @param rawQuery the query string as it came, or ""
 * @param query the parameters of the query string
 * @param headers by lower-case name
 * @param body decoded as UTF-8
 */
public record Request(
        String method, String path, String rawQuery, Parameters query, Map<String, List<String>> headers, String body) {

    /** The first header of that name (any case), or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** The body read as a form; throws IllegalArgumentException on a malformed percent-encoding. */
    public Parameters form() {
        return Parameters.parse(body);
    }

    /** The token of {@code Authorization: Bearer …}, or null. */
    public @Nullable String bearer() {
        String authorization = header("authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }
}

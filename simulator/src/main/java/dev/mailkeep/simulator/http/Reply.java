package dev.mailkeep.simulator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param status the HTTP status
 * @param headers sent as they are
 * @param body sent as UTF-8
 * @param damage how the answer is damaged on its way
 */
public record Reply(int status, Map<String, String> headers, String body, Damage damage) {

    /** How an answer is damaged on its way. */
    public enum Damage {
        NONE,
        /** The connection closes without a single byte. */
        DROPPED,
        /** The body stops half-way, although Content-Length promised all of it. */
        TRUNCATED
    }

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply json(int status, String body) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json; charset=UTF-8", "Cache-Control", "no-store"),
                body,
                Damage.NONE);
    }

    public static Reply html(int status, String body) {
        return new Reply(
                status,
                Map.of("Content-Type", "text/html; charset=UTF-8", "Cache-Control", "no-store"),
                body,
                Damage.NONE);
    }

    /** 303: the browser follows with a GET, whatever method it used before. */
    public static Reply seeOther(String location) {
        return new Reply(303, Map.of("Location", location, "Cache-Control", "no-store"), "", Damage.NONE);
    }

    public Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body, damage);
    }

    public Reply damaged(Damage how) {
        return new Reply(status, headers, body, how);
    }
}

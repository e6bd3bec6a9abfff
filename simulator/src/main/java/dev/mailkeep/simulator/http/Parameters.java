package dev.mailkeep.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string or of an {@code application/x-www-form-urlencoded} body, in order. */
public final class Parameters {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Parameters() {}

    /**
     * @param encoded the part after {@code ?}, or a form body; null and "" give no parameters
     * @throws IllegalArgumentException on a malformed percent-encoding
     */
    public static Parameters parse(@Nullable String encoded) {
        Parameters parameters = new Parameters();
        if (encoded == null || encoded.isEmpty()) {
            return parameters;
        }
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            parameters.values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The first value of that name, or null. */
    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    /** The first value of that name, or "". */
    public String text(String name) {
        String value = first(name);
        return value == null ? "" : value;
    }

    /** Every value of that name, in order; empty when there is none. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }
}

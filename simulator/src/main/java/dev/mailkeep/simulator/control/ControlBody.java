package dev.mailkeep.simulator.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Map;

/** The JSON object that a control request carries. Each method throws when a field is not what it should be. */
record ControlBody(JsonObject json) {

    boolean has(String name) {
        return json.has(name);
    }

    /** Throws IllegalArgumentException when it is missing. */
    String text(String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException("missing " + name);
        }
        return value.getAsString();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    int number(String name, int otherwise) {
        return has(name) ? json.get(name).getAsInt() : otherwise;
    }

    /** Throws IllegalArgumentException when it is missing. */
    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /** Empty when it is missing. */
    String[] texts(String name) {
        JsonArray values = has(name) ? json.getAsJsonArray(name) : new JsonArray();
        return values.asList().stream().map(JsonElement::getAsString).toArray(String[]::new);
    }

    /** ISO-8601. Throws IllegalArgumentException when it is missing. */
    Duration duration(String name) {
        return Duration.parse(text(name));
    }

    Duration duration(String name, Duration otherwise) {
        return has(name) ? duration(name) : otherwise;
    }

    /** The fields of an object. */
    Map<String, JsonElement> fields(String name) {
        return has(name) ? json.getAsJsonObject(name).asMap() : Map.of();
    }
}

package dev.mailkeep.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of an OpenAPI document, each with a body that it would take. */
final class EveryRoute {

    private final JsonNode document;

    EveryRoute(JsonNode document) {
        this.document = document;
    }

    /** A route. */
    record Route(String method, String path, @Nullable Object body) {

        boolean isOfSomething() {
            return path.contains("{");
        }

        /** Its paths with each of these ids in each of its places. */
        List<String> with(List<String> ids) {
            if (!isOfSomething()) {
                return List.of(path);
            }
            List<String> paths = List.of(path);
            while (paths.get(0).contains("{")) {
                paths = paths.stream()
                        .flatMap(unfilled -> ids.stream().map(id -> unfilled.replaceFirst("\\{[^}]+}", id)))
                        .toList();
            }
            return paths;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Route> all() {
        List<Route> routes = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode schema = operation
                            .getValue()
                            .path("requestBody")
                            .path("content")
                            .path("application/json")
                            .path("schema");
                    routes.add(new Route(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            schema.isMissingNode() ? null : example(schema)));
                }));
        return routes;
    }

    /** Something that the schema allows: its example where it has one. */
    private @Nullable Object example(JsonNode schema) {
        if (schema.has("$ref")) {
            JsonNode resolved = document;
            for (String part : schema.path("$ref").asString().substring(2).split("/", -1)) {
                resolved = resolved.path(part);
            }
            return example(resolved);
        }
        if (schema.has("anyOf")) {
            return example(schema.path("anyOf").get(0));
        }
        if (schema.has("example")) {
            return value(schema.path("example"));
        }
        if (schema.path("enum").size() > 0) {
            return value(schema.path("enum").get(0));
        }
        return switch (type(schema)) {
            case "object" -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                schema.path("properties")
                        .properties()
                        .forEach(property -> object.put(property.getKey(), example(property.getValue())));
                yield object;
            }
            case "array" -> {
                var items = new ArrayList<@Nullable Object>();
                items.add(example(schema.path("items")));
                yield items;
            }
            case "integer", "number" -> 1;
            case "boolean" -> true;
            default ->
                switch (schema.path("format").asString("")) {
                    case "uuid" -> UUID.randomUUID().toString();
                    case "date-time" -> "2026-01-01T00:00:00Z";
                    default -> "boss@corp.example";
                };
        };
    }

    private static Object value(JsonNode node) {
        return node.isString() ? node.asString() : node;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return type.asString("");
        }
        return StreamSupport.stream(type.spliterator(), false)
                .map(JsonNode::asString)
                .filter(name -> !name.equals("null"))
                .findFirst()
                .orElse("");
    }
}

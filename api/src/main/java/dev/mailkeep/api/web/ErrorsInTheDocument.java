package dev.mailkeep.api.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;

/**
 * Adds to every operation of the OpenAPI document the errors that it may answer with, so that no route has to repeat
 * what is true of all routes.
 */
final class ErrorsInTheDocument {

    /** Routes that need no sign-in. */
    private static final Set<String> FOR_ANYBODY = Set.of("/api/session", "/auth/google", "/auth/google/start");

    private static final String PROBLEM = "application/problem+json";

    private ErrorsInTheDocument() {}

    static void add(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> add(path, method, operation)));
    }

    private static void add(String path, HttpMethod method, Operation operation) {
        RequestBody body = operation.getRequestBody();
        if (body != null && !Boolean.TRUE.equals(body.getRequired())) {
            // A body that may be left out may be null.
            body.getContent().values().forEach(content -> {
                if (content.getSchema().getAnyOf() == null) {
                    content.setSchema(new Schema<>()
                            .anyOf(List.of(content.getSchema(), new Schema<>().types(new TreeSet<>(Set.of("null"))))));
                }
            });
        }
        for (int code : codes(path, method, operation)) {
            String key = Integer.toString(code);
            if (!operation.getResponses().containsKey(key)) {
                operation.getResponses().addApiResponse(key, problem(code));
            }
        }
    }

    private static Set<Integer> codes(String path, HttpMethod method, Operation operation) {
        var codes = new TreeSet<>(List.of(400, 405, 406, 417, 421, 429, 500, 503));
        if (!FOR_ANYBODY.contains(path)) {
            codes.add(401);
        }
        if (method != HttpMethod.GET) {
            // A forged request; a body that does not arrive, is too long or has another type; an earlier change by
            // somebody else.
            codes.addAll(List.of(403, 408, 409, 413, 415));
        }
        if (path.contains("{") || operation.getRequestBody() != null) {
            codes.add(404);
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(one -> "If-Match".equalsIgnoreCase(one.getName()))) {
            codes.add(412);
        }
        if (path.startsWith("/auth/google")) {
            codes.addAll(List.of(404, 409, 410));
        }
        return codes;
    }

    private static ApiResponse problem(int code) {
        HttpStatus status = HttpStatus.resolve(code);
        return new ApiResponse()
                .description(status == null ? "" : status.getReasonPhrase())
                .content(new Content()
                        .addMediaType(
                                PROBLEM, new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}

package dev.mailkeep.api.message;

import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/** Hands out all stored mail of a mailbox, streamed: as JSON Lines or as CSV. */
@RestController
class ExportController {

    private final MessageRows rows;
    private final JsonMapper json;

    ExportController(MessageRows rows, JsonMapper json) {
        this.rows = rows;
        this.json = json;
    }

    private enum Format {
        JSONL("application/jsonl"),
        CSV("text/csv");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }

    @GetMapping("/api/mailboxes/{id}/export")
    ResponseEntity<StreamingResponseBody> export(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "jsonl") String format) {
        rows.requireOwn(person, id);
        Format asked = switch (format) {
            case "jsonl" -> Format.JSONL;
            case "csv" -> Format.CSV;
            default ->
                throw new Problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid-request",
                        "That can't be",
                        "The format is jsonl or csv.",
                        null);
        };
        String name = "mailkeep-messages." + format;
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, asked.mediaType() + ";charset=utf-8")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(out -> {
                    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    if (asked == Format.CSV) {
                        writer.write(String.join(",", columns(null).keySet()) + "\r\n");
                    }
                    rows.forEach(id, message -> write(writer, asked, message));
                    writer.flush();
                });
    }

    private void write(Writer writer, Format format, Message message) {
        try {
            writer.write(
                    format == Format.JSONL
                            ? json.writeValueAsString(message) + "\n"
                            : columns(message).values().stream()
                                            .map(ExportController::cell)
                                            .collect(Collectors.joining(","))
                                    + "\r\n");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Map<String, Object> columns(@Nullable Message message) {
        var columns = new LinkedHashMap<String, Object>();
        Stream.of(Message.class.getRecordComponents()).forEach(component -> {
            try {
                Object value = message == null ? null : component.getAccessor().invoke(message);
                columns.put(component.getName(), value == null ? "" : value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        return columns;
    }

    /** Quoted as RFC 4180 says; what a spreadsheet would take for a formula is made text (CSV injection). */
    private static String cell(Object value) {
        String text = value instanceof Iterable<?> many ? join(many) : value.toString();
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String join(Iterable<?> many) {
        var text = new StringBuilder();
        many.forEach(one -> text.append(text.isEmpty() ? "" : " ").append(one));
        return text.toString();
    }
}

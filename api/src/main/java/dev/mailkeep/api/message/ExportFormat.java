package dev.mailkeep.api.message;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The formats of an export. */
enum ExportFormat {
    JSONL("application/jsonl") {
        @Override
        String head() {
            return "";
        }

        @Override
        String line(Message message, JsonMapper json) {
            return Unseen.escaped(json.writeValueAsString(message)) + "\n";
        }
    },
    CSV("text/csv") {
        @Override
        String head() {
            return Stream.of(CsvColumn.values()).map(CsvColumn::title).collect(Collectors.joining(",")) + "\r\n";
        }

        @Override
        String line(Message message, JsonMapper json) {
            return Stream.of(CsvColumn.values())
                            .map(column -> cell(column.of(message)))
                            .collect(Collectors.joining(","))
                    + "\r\n";
        }
    };

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The text before the first message. */
    abstract String head();

    /** A message as one line, with its line break. */
    abstract String line(Message message, JsonMapper json);

    /**
     * A cell quoted as RFC 4180 says. A text that a spreadsheet would take for a formula is marked as text (CSV
     * injection). Characters that people can't see are removed, because one that reverses the direction of writing
     * would reach into the neighbouring cells.
     */
    private static String cell(Object value) {
        String text = Unseen.without(value instanceof Iterable<?> many ? join(many) : value.toString());
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

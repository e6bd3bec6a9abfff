package dev.mailkeep.api.message;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** How an export writes messages down. */
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

    /** What stands before the first message. */
    abstract String head();

    /** A message, with the end of its line. */
    abstract String line(Message message, JsonMapper json);

    /**
     * Quoted as RFC 4180 says; what a spreadsheet would take for a formula is made text (CSV injection). A table is looked
     * at, and a character that turns letters round would reach into the cells beside it.
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

package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.account.Header;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.Mailbox;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code messages.get} in the formats full, metadata, minimal and raw. {@code fields} selects top-level fields only.
 */
final class MessagesGet {

    /** Seen at the end of newsletters' snippets: combining grapheme joiners and zero width non-joiners. */
    private static final String PADDING = " \u034f \u200c \u034f \u200c \u034f \u200c";

    private final Behaviour behaviour;

    MessagesGet(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** Null means 404. */
    @Nullable
    Map<String, Object> answer(Mailbox mailbox, String id, Parameters query) {
        String format =
                query.text("format").isEmpty() ? "full" : query.text("format").toLowerCase(Locale.ROOT);
        if (!Set.of("full", "metadata", "minimal", "raw").contains(format)) {
            throw new InvalidArgument("Invalid value for format: " + query.text("format"));
        }
        Quirks quirks = behaviour.quirks();
        Mailbox.Found found = mailbox.get(id, quirks);
        if (found == null) {
            return null;
        }
        Mail mail = found.mail();
        Map<String, Object> answer = MessagesList.reference(id);
        if (!mail.labels().isEmpty()) {
            answer.put("labelIds", new TreeSet<>(mail.labels()));
        }
        answer.put("snippet", escape(mail.snippet()) + (quirks.paddedSnippets() ? PADDING : ""));
        answer.put("sizeEstimate", mail.sizeEstimate());
        answer.put("historyId", found.historyId().toString());
        answer.put("internalDate", Long.toString(mail.receivedAt().toEpochMilli()));
        switch (format) {
            case "full" -> answer.put("payload", payload(mail, mail.headers(), quirks, true));
            case "metadata" ->
                answer.put("payload", payload(mail, chosen(mail, query.all("metadataHeaders")), quirks, false));
            case "raw" -> answer.put("raw", base64(raw(mail)));
            default -> {
                // minimal has neither payload nor raw
            }
        }
        return partial(answer, query.text("fields"));
    }

    private static Map<String, Object> partial(Map<String, Object> answer, String fields) {
        if (!fields.isEmpty()) {
            Set<String> wanted = Arrays.stream(fields.split(","))
                    .map(field -> field.replaceFirst("[/(].*", ""))
                    .collect(Collectors.toSet());
            answer.keySet().retainAll(wanted);
        }
        return answer;
    }

    private static List<Header> chosen(Mail mail, List<String> names) {
        return mail.headers().stream()
                .filter(header -> names.isEmpty() || names.stream().anyMatch(header.name()::equalsIgnoreCase))
                .toList();
    }

    private static Map<String, Object> payload(Mail mail, List<Header> headers, Quirks quirks, boolean withBody) {
        Map<String, Object> payload = new LinkedHashMap<>();
        if (withBody) {
            payload.put("partId", "");
        }
        payload.put("mimeType", "text/plain");
        if (withBody) {
            payload.put("filename", "");
        }
        // Gmail omits empty fields; clients then see null.
        if (!headers.isEmpty()) {
            payload.put(
                    "headers",
                    headers.stream().map(header -> json(header, quirks)).toList());
        }
        if (withBody) {
            payload.put(
                    "body",
                    Map.of(
                            "size",
                            mail.snippet().getBytes(StandardCharsets.UTF_8).length,
                            "data",
                            base64(mail.snippet())));
        }
        return payload;
    }

    private static Map<String, Object> json(Header header, Quirks quirks) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", header.name());
        json.put("value", quirks.decodedHeaders() ? header.decoded() : header.value());
        return json;
    }

    private static String raw(Mail mail) {
        return mail.headers().stream()
                        .map(header -> header.name() + ": " + header.value() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n" + mail.snippet() + "\r\n";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

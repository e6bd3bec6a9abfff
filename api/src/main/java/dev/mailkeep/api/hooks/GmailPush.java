package dev.mailkeep.api.hooks;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Processes what Gmail published, whether it was pulled or posted, and counts the outcomes. */
final class GmailPush {

    private final PushedMailboxes mailboxes;
    private final JsonMapper json;
    private final MeterRegistry meters;

    GmailPush(PushedMailboxes mailboxes, JsonMapper json, MeterRegistry meters) {
        this.mailboxes = mailboxes;
        this.json = json;
        this.meters = meters;
    }

    /**
     * Processes the data of genuine messages. A message that can't be read is counted and skipped: it would be no
     * better the next time.
     *
     * @param data of each {@code {"emailAddress", "historyId"}} in base64
     */
    void take(Collection<String> data) {
        List<String> addresses = new ArrayList<>();
        for (String one : data) {
            address(one).ifPresentOrElse(addresses::add, () -> count("unreadable"));
        }
        if (!addresses.isEmpty()) {
            mailboxes
                    .checkSoon(addresses)
                    .forEach(outcome -> count(outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Processes the envelope in which Pub/Sub posts a message. */
    void takeEnvelope(byte[] envelope) {
        take(List.of(tree(envelope)
                .map(node -> node.path("message").path("data").asString(""))
                .orElse("")));
    }

    void count(String outcome) {
        meters.counter("mailkeep.hooks", "hook", "gmail", "outcome", outcome).increment();
    }

    private Optional<String> address(String data) {
        byte[] text = decoded(data);
        return text == null
                ? Optional.empty()
                : tree(text).map(node -> node.path("emailAddress").asString("")).filter(address -> !address.isBlank());
    }

    private Optional<JsonNode> tree(byte[] text) {
        try {
            return Optional.of(json.readTree(text));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Gmail's guide says base64url, Pub/Sub's says base64, so this reads both. */
    private static byte @Nullable [] decoded(String data) {
        try {
            return Base64.getUrlDecoder()
                    .decode(data.replace('+', '-').replace('/', '_').getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}

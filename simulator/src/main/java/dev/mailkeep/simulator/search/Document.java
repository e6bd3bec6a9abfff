package dev.mailkeep.simulator.search;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of one message that the search sees.
 *
 * @param from its From header
 * @param text the words of subject and snippet between spaces
 * @param receivedAt Gmail's internalDate
 * @param messageId the Message-ID header without angle brackets, or ""
 */
public record Document(FromText from, String text, Instant receivedAt, String messageId) {

    /** Reads the strings as they are: the caller decodes encoded-words. */
    public static Document of(String from, String subject, String snippet, Instant receivedAt, String messageId) {
        return new Document(
                FromText.parse(from),
                FromText.words(subject + " " + snippet),
                receivedAt,
                messageId.strip().replaceAll("^<|>$", ""));
    }

    /** Every word that {@code from:} may hit, for an index. */
    public Set<String> fromWords() {
        Set<String> words = new LinkedHashSet<>(List.of(from.nameWords().split(" ")));
        for (String address : from.addressWords()) {
            words.addAll(List.of(address.split(" ")));
        }
        words.remove("");
        return words;
    }
}

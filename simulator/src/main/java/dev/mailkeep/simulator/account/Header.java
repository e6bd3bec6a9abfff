package dev.mailkeep.simulator.account;

import java.util.List;

/**
 * One header of a message.
 *
 * @param value as it came
 */
public record Header(String name, String value) {

    /** The value with its encoded-words (RFC 2047) decoded. */
    public String decoded() {
        return EncodedWords.decode(value);
    }

    /** The first value of that name (any case), or "". */
    static String first(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}

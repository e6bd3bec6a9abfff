package dev.mailkeep.activities.mail;

import dev.mailkeep.activities.mail.HeaderTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tolerant reading of a header that breaks the grammar: the address in angle brackets, if exactly one stands there
 * outside quotes and nothing contradicts it. With an odd number of quotes it depends on the reader which of them are
 * pairs, so another address in angle brackets contradicts it even within quotes.
 */
final class Guess {

    private static final Pattern BRACKETED = Pattern.compile("<\\s*+([^<>\\s@\"]++)@([^<>\\s@\"]++)\\s*+>");

    private final List<Token> tokens;
    private final List<Address> bracketed = new ArrayList<>();
    private final List<Address> others = new ArrayList<>();

    private Guess(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** That address; an empty list when there is no such address. */
    static List<Address> from(List<Token> tokens) {
        var guess = new Guess(tokens);
        guess.collect();
        boolean one = guess.bracketed.size() == 1
                && guess.others.stream()
                        .allMatch(other ->
                                other.key().equals(guess.bracketed.get(0).key()));
        return one ? guess.bracketed : List.of();
    }

    private void collect() {
        int elementStart = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case OPEN -> {
                    int close = FromHeader.closing(tokens, i);
                    if (close < tokens.size()) {
                        List<Token> before = tokens.subList(elementStart, i);
                        Address address = AddrSpec.read(tokens.subList(i + 1, close), AddrSpec.name(before));
                        if (address != null) {
                            bracketed.add(address);
                        }
                        i = close;
                        elementStart = close + 1;
                    }
                }
                case COMMA, SEMICOLON, COLON -> elementStart = i + 1;
                case QUOTED, COMMENT ->
                    BRACKETED
                            .matcher(token.raw())
                            .results()
                            .forEach(found ->
                                    others.add(Address.of(found.group(1), found.group(1), found.group(2), null)));
                case AT -> addAround(i);
                default -> {
                    // Part of a name.
                }
            }
        }
    }

    /** Collects an address without brackets. */
    private void addAround(int at) {
        boolean between = at > 0 && at < tokens.size() - 1;
        Address address = between ? AddrSpec.read(tokens.subList(at - 1, at + 2), null) : null;
        if (address != null) {
            others.add(address);
        }
    }
}

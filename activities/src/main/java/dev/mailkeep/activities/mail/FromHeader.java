package dev.mailkeep.activities.mail;

import dev.mailkeep.activities.mail.HeaderTokens.Kind;
import dev.mailkeep.activities.mail.HeaderTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mailboxes of a From header, however badly it is written and however long it is, and says whether the
 * reading is certain; never throws. Uses no library's parser, because none says whether it had to guess, and each reads
 * some spoofed headers as their writers wish.
 */
final class FromHeader {

    /** A longer header is not parsed, so that its writer can't choose what reading it costs. */
    static final int READABLE = 250_000;

    private final HeaderTokens tokens;
    private final List<Address> addresses = new ArrayList<>();
    private final List<Token> words = new ArrayList<>();
    private boolean certain = true;
    private boolean inGroup;
    private boolean elementHasAddress;

    private FromHeader(HeaderTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What a header says.
     *
     * @param addresses its mailboxes in order; at most one when it is not certain
     * @param certain whether it was read without doubt and names a mailbox
     * @param mentioned when the reading is not certain: all that looks like an address anywhere in the header, as keys
     */
    record Reading(List<Address> addresses, boolean certain, Set<String> mentioned) {
        Reading {
            addresses = List.copyOf(addresses);
        }
    }

    static Reading read(String header) {
        if (header.length() > READABLE) {
            return new Reading(List.of(), false, Mentions.in(header.substring(0, READABLE)));
        }
        var from = new FromHeader(HeaderTokens.of(header));
        from.read();
        if (from.certain && !from.addresses.isEmpty()) {
            return new Reading(from.addresses, true, Set.of());
        }
        return new Reading(Guess.from(from.tokens.all()), false, Mentions.in(header));
    }

    private void read() {
        certain = !tokens.broken();
        List<Token> all = tokens.all();
        for (int i = 0; i < all.size(); i++) {
            switch (all.get(i).kind()) {
                case OPEN -> i = bracketed(i);
                case CLOSE -> certain = false;
                case COMMA -> endElement();
                case SEMICOLON -> {
                    endElement();
                    inGroup = false;
                }
                case COLON -> beginGroup();
                default -> words.add(all.get(i));
            }
        }
        endElement();
        certain &= !inGroup;
    }

    /** Reads {@code <…>}; returns where it ends. */
    private int bracketed(int open) {
        int close = closing(tokens.all(), open);
        List<Token> inside =
                tokens.all().subList(open + 1, Math.min(close, tokens.all().size()));
        Address address = AddrSpec.read(inside, AddrSpec.name(words));
        boolean empty = inside.stream().allMatch(token -> token.kind() == Kind.COMMENT);
        certain &= close < tokens.all().size() && !elementHasAddress && (empty || address != null);
        if (address != null) {
            addresses.add(address);
        }
        words.clear();
        elementHasAddress = true;
        return close;
    }

    /** The index of the bracket that closes the one at {@code open}; the number of tokens when no bracket does. */
    static int closing(List<Token> tokens, int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            Kind kind = tokens.get(i).kind();
            if (kind == Kind.CLOSE) {
                return i;
            }
            if (kind == Kind.OPEN || kind == Kind.SEMICOLON) {
                break;
            }
        }
        return tokens.size();
    }

    private void beginGroup() {
        boolean named = !words.isEmpty() && words.stream().noneMatch(token -> token.kind() == Kind.AT);
        certain &= named && !inGroup && !elementHasAddress;
        inGroup = true;
        words.clear();
    }

    /** A name without an address is the first half of a name with a comma in it, as in {@code Hopper, Grace <…>}. */
    private void endElement() {
        boolean onlyComments = words.stream().allMatch(token -> token.kind() == Kind.COMMENT);
        boolean bare = words.stream().anyMatch(token -> token.kind() == Kind.AT);
        if (elementHasAddress) {
            certain &= onlyComments;
            words.clear();
        } else if (bare) {
            Address address = AddrSpec.read(words, AddrSpec.comment(words));
            certain &= address != null;
            if (address != null) {
                addresses.add(address);
            }
            words.clear();
        }
        elementHasAddress = false;
    }

    /** The name as it is shown and stored: decoded, in one line; null when nothing is left. */
    static @Nullable String shown(String name) {
        String clean = HeaderText.decoded(name);
        return clean.isEmpty() ? null : clean;
    }
}

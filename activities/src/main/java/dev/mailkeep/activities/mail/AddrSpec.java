package dev.mailkeep.activities.mail;

import dev.mailkeep.activities.mail.HeaderTokens.Kind;
import dev.mailkeep.activities.mail.HeaderTokens.Token;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An address between brackets or alone (addr-spec, RFC 5322, 3.4.1, with what 4.4 still allows), and its name. */
final class AddrSpec {

    private AddrSpec() {}

    /** The address that these tokens form; null when they form no address, or more than one. */
    static @Nullable Address read(List<Token> tokens, @Nullable String name) {
        List<Token> spec = withoutRoute(
                tokens.stream().filter(token -> token.kind() != Kind.COMMENT).toList());
        int at = indexOf(spec, Kind.AT);
        if (at <= 0 || at == spec.size() - 1) {
            return null;
        }
        List<Token> local = spec.subList(0, at);
        List<Token> domain = spec.subList(at + 1, spec.size());
        boolean joined = isJoined(local, true) && isJoined(domain, false);
        return joined ? Address.of(text(local), raw(local), text(domain), name) : null;
    }

    /** {@code @a.example,@b.example:} before an address is an obsolete route, which mail servers no longer follow. */
    private static List<Token> withoutRoute(List<Token> tokens) {
        boolean routed = !tokens.isEmpty() && tokens.get(0).kind() == Kind.AT;
        int colon = routed ? indexOf(tokens, Kind.COLON) : -1;
        return colon < 0 ? tokens : tokens.subList(colon + 1, tokens.size());
    }

    private static int indexOf(List<Token> tokens, Kind kind) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /** Several words form one only where a dot joins them, as in {@code grace . hopper}. */
    private static boolean isJoined(List<Token> tokens, boolean mayBeQuoted) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean fits = token.kind() == Kind.WORD || mayBeQuoted && token.kind() == Kind.QUOTED;
            boolean goesOn = i == 0
                    || token.raw().startsWith(".")
                    || tokens.get(i - 1).raw().endsWith(".");
            if (!fits || !goesOn) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Token> tokens) {
        return tokens.stream().map(Token::text).collect(Collectors.joining());
    }

    private static String raw(List<Token> tokens) {
        return tokens.stream().map(Token::raw).collect(Collectors.joining());
    }

    /** The name before the brackets; null when there is no name. */
    static @Nullable String name(List<Token> words) {
        var name = new StringBuilder();
        for (Token word : words) {
            if (word.kind() != Kind.COMMENT) {
                name.append(word.spaced() && !name.isEmpty() ? " " : "").append(word.text());
            }
        }
        return FromHeader.shown(name.toString());
    }

    /** The comment beside an address without brackets, which is where names used to be written. */
    static @Nullable String comment(List<Token> words) {
        return FromHeader.shown(words.stream()
                .filter(word -> word.kind() == Kind.COMMENT)
                .map(Token::text)
                .collect(Collectors.joining(" ")));
    }
}

package dev.mailkeep.activities.mail;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import dev.mailkeep.activities.mail.Sender.Invalid;
import java.text.Normalizer;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Characters that a person does not see, or takes for others. Removes them where they mean nothing, and names them
 * otherwise.
 */
final class Characters {

    /** Soft hyphens, zero-width spaces, joiners of words and marks of direction come along when an address is copied. */
    private static final String MEANINGLESS = "\u00AD\u034F\u061C\u180E\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E"
            + "\u2060\u2066\u2067\u2068\u2069\uFEFF";

    /** Latin letters with Cyrillic or Greek ones among them are refused (UTS 39, 5.2). */
    private static final SpoofChecker SCRIPTS = new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL)
            .setRestrictionLevel(RestrictionLevel.MODERATELY_RESTRICTIVE)
            .build();

    private Characters() {}

    /** The text without the characters that mean nothing in an address, and without the spaces around it. */
    static String cleaned(String typed) {
        var kept = new StringBuilder(typed.length());
        typed.codePoints().filter(c -> MEANINGLESS.indexOf(c) < 0).forEach(kept::appendCodePoint);
        int start = 0;
        int end = kept.length();
        while (start < end && isSpace(kept.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(kept.charAt(end - 1))) {
            end--;
        }
        return kept.substring(start, end);
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Refuses characters before the {@code @} that can't be seen, or stand for others, as full-width letters do. */
    static void requirePlain(String local) {
        first(local, c -> isSpace(c) || isInvisible(c) || standsForAnother(c)).ifPresent(c -> {
            throw new Invalid("The part before the @ contains a character that is invisible or looks like another one: "
                    + named(c));
        });
        requireOneScript(local);
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean standsForAnother(int c) {
        return !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC);
    }

    /** Refuses letters that look like letters of the script around them but belong to another one. */
    static void requireOneScript(String text) {
        if (SCRIPTS.failsChecks(text)) {
            boolean latin =
                    first(text, c -> UScript.getScript(c) == UScript.LATIN).isPresent();
            int stranger = first(text, c -> Character.isLetter(c) && (!latin || UScript.getScript(c) != UScript.LATIN))
                    .orElseGet(() -> text.codePointAt(0));
            throw new Invalid(
                    "The address mixes scripts, so one letter can be mistaken for another: " + named(stranger));
        }
    }

    /**
     * The name of the first character that does not belong in a domain and can't be seen or is easily overlooked; empty
     * when there is no such character.
     */
    static Optional<String> firstUnusual(String domain) {
        return first(
                        domain,
                        c -> isSpace(c)
                                || isInvisible(c)
                                || standsForAnother(c)
                                || c < 0x80 && !Character.isLetterOrDigit(c) && ".-_@".indexOf(c) < 0)
                .map(Characters::named);
    }

    private static Optional<Integer> first(String text, IntPredicate which) {
        return text.codePoints().filter(which).boxed().findFirst();
    }

    /** A character's name and number in Unicode. */
    static String named(int c) {
        String name = Character.getName(c);
        return "%s (U+%04X)".formatted(name == null ? "unassigned" : name, c);
    }
}

package dev.mailkeep.activities.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Charsets by the names that mail uses for them. A name is read as the superset that mail programs really write
 * (encoding.spec.whatwg.org).
 */
final class Charsets {

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("latin-1", "windows-1252"),
            Map.entry("ansi", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("x-gbk", "GB18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("shift-jis", "windows-31j"),
            Map.entry("sjis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("unicode-1-1-utf-8", "UTF-8"));

    /** Hebrew with a suffix for its direction (RFC 1556), which says nothing about the bytes. */
    private static final Pattern DIRECTED = Pattern.compile("(iso-8859-\\d+)-[ie]");

    private static final Pattern PAGE = Pattern.compile("(?:x-)?(?:cp|win|windows|ms|ibm)[-_]?(\\d{3,5})");
    private static final Map<String, String> PAGES =
            Map.of("932", "windows-31j", "936", "GB18030", "949", "x-windows-949", "950", "Big5", "65001", "UTF-8");

    private static final Set<String> UTF_7 =
            Set.of("utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7", "csunicode11utf7");
    private static final Pattern SHIFTED = Pattern.compile("\\+([A-Za-z0-9+/]*+)-?");

    private Charsets() {}

    /**
     * Decodes bytes in the named charset; in UTF-8, if they are not valid in the named one; and in the named one with
     * U+FFFD, if they are not valid in UTF-8 either. An unknown charset, such as {@code unknown-8bit}, and ASCII are
     * read as UTF-8 or else as windows-1252.
     */
    static String decoded(byte[] bytes, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (UTF_7.contains(lower)) {
            return utf7(bytes);
        }
        Optional<Charset> named = named(lower);
        return named.flatMap(charset -> strictly(bytes, charset))
                .or(() -> strictly(bytes, StandardCharsets.UTF_8))
                .orElseGet(() -> new String(bytes, named.orElseGet(() -> Charset.forName("windows-1252"))));
    }

    /** Encodes a character that stands unencoded among encoded bytes. */
    static byte[] encoded(String character, String name) {
        Charset charset = named(name.toLowerCase(Locale.ROOT)).orElse(StandardCharsets.UTF_8);
        return charset.canEncode() && charset.newEncoder().canEncode(character)
                ? character.getBytes(charset)
                : character.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> strictly(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notOfThisCharset) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> named(String lower) {
        String name = DIRECTED.matcher(lower).replaceFirst("$1");
        Matcher page = PAGE.matcher(name);
        Stream<String> candidates = page.matches()
                ? Stream.of(
                        PAGES.getOrDefault(page.group(1), "windows-" + page.group(1)),
                        "IBM" + page.group(1),
                        "x-windows-" + page.group(1))
                : Stream.of(MEANT.getOrDefault(name, name));
        return candidates
                .filter(Charsets::isSupported)
                .map(Charset::forName)
                // Text that claims to be ASCII may be in any charset.
                .filter(charset -> !charset.equals(StandardCharsets.US_ASCII))
                .findFirst();
    }

    private static boolean isSupported(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException noName) {
            return false;
        }
    }

    /** Decodes UTF-7 (RFC 2152), which Java does not support. */
    private static String utf7(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return SHIFTED.matcher(text).replaceAll(Charsets::unshifted);
    }

    private static String unshifted(MatchResult shifted) {
        String digits = shifted.group(1);
        if (digits.isEmpty()) {
            return "+";
        }
        String whole = digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
        byte[] utf16 = Base64.getDecoder().decode(whole);
        String text = new String(utf16, 0, utf16.length & ~1, StandardCharsets.UTF_16BE);
        return Matcher.quoteReplacement(text);
    }
}

package dev.mailkeep.simulator.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The readable parts of a raw message, however malformed it is.
 *
 * @param headers in order
 * @param snippet the first 160 characters of the body, white space collapsed
 */
record RawMail(List<Header> headers, String snippet) {

    private static final int SNIPPET_LENGTH = 160;

    static RawMail read(byte[] rfc822) {
        String text = decode(rfc822);
        List<Header> headers = new ArrayList<>();
        String name = null;
        StringBuilder value = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = lineEnd(text, at);
            String line = text.substring(at, end);
            at = afterLineEnd(text, end);
            if (line.isEmpty()) {
                break;
            }
            if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && name != null) {
                value.append(line); // RFC 5322, 2.2.3: unfolding removes the line end and nothing else
                continue;
            }
            if (name != null) {
                headers.add(new Header(name, value.toString().strip()));
            }
            int colon = line.indexOf(':');
            name = colon > 0 ? line.substring(0, colon).strip() : null;
            value = new StringBuilder(colon > 0 ? line.substring(colon + 1) : "");
        }
        if (name != null) {
            headers.add(new Header(name, value.toString().strip()));
        }
        String body = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 4 * SNIPPET_LENGTH));
        String snippet = body.replaceAll("\\s+", " ").strip();
        return new RawMail(headers, snippet.length() > SNIPPET_LENGTH ? snippet.substring(0, SNIPPET_LENGTH) : snippet);
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int afterLineEnd(String text, int end) {
        if (end < text.length()
                && text.charAt(end) == '\r'
                && end + 1 < text.length()
                && text.charAt(end + 1) == '\n') {
            return end + 2;
        }
        return Math.min(end + 1, text.length());
    }

    String header(String name) {
        return Header.first(headers, name);
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}

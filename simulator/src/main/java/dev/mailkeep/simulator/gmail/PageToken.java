package dev.mailkeep.simulator.gmail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An opaque page token. It says how far the pages have come, and holds a hash of the question they answer.
 *
 * @param state fixed by the first page: a change of the mailbox, or a historyId
 * @param position how far the pages have come: an offset, or a historyId
 * @param page the number of the next page; 1 is the second page
 */
record PageToken(String state, String position, int page) {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    String encode(Object question) {
        String text = String.join("|", state, position, Integer.toString(page), check(question));
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param question the parameters of the request without the token
     * @throws InvalidArgument when the token was not issued here or belongs to another question
     */
    static @Nullable PageToken decode(@Nullable String token, Object question) {
        if (token == null || token.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            List<String> parts = List.of(text.split("\\|"));
            if (parts.size() == 4
                    && parts.get(3).equals(check(question))
                    && parts.get(0).matches("-?\\d{1,20}")
                    && parts.get(1).matches("\\d{1,20}")) {
                return new PageToken(parts.get(0), parts.get(1), Integer.parseInt(parts.get(2)));
            }
        } catch (IllegalArgumentException e) {
            // Neither Base64 nor a number: refused below.
        }
        throw new InvalidArgument("Invalid pageToken");
    }

    private static String check(Object question) {
        return Integer.toHexString(question.toString().hashCode());
    }
}

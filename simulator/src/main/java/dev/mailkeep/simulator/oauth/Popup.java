package dev.mailkeep.simulator.oauth;

import com.google.gson.Gson;
import dev.mailkeep.simulator.http.Parameters;
import dev.mailkeep.simulator.http.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A popup that Google's script opened over a page. That page gets the answer, instead of a redirect URI. The request
 * names the page as {@code storagerelay://http/localhost:8080?id=auth123}.
 *
 * @param origin of the page; must be registered
 * @param id tells the script which of its windows answers
 */
record Popup(String origin, String id) {

    /** The redirect URI that the exchange of a popup's code must name. */
    static final String REDIRECT_URI = "postmessage";

    private static final String SCHEME = "storagerelay://";
    private static final Gson GSON = new Gson();

    /** Null when the redirect URI is not that of a popup. */
    static @Nullable Popup parse(String redirectUri) {
        if (!redirectUri.startsWith(SCHEME)) {
            return null;
        }
        String[] page = redirectUri.substring(SCHEME.length()).split("[/?]", 3);
        if (page.length != 3 || !page[0].matches("https?")) {
            return null;
        }
        return new Popup(page[0] + "://" + page[1], Parameters.parse(page[2]).text("id"));
    }

    /** The popup's last page: hands the answer to the page that opened the popup, and to no other origin. */
    Reply answer(Map<String, String> answer) {
        String nonce = RandomText.ofBytes(16);
        // Gson escapes the characters that could end the script element.
        String message = GSON.toJson(Map.of("id", id, "answer", answer));
        return Reply.html(200, """
                        <!doctype html>
                        <title>Simulated Google</title>
                        <p>You can close this window.</p>
                        <script nonce="%s">opener?.postMessage(%s, %s)</script>
                        """.formatted(nonce, message, GSON.toJson(origin)))
                .withHeader("Content-Security-Policy", "default-src 'none'; script-src 'nonce-" + nonce + "'");
    }
}

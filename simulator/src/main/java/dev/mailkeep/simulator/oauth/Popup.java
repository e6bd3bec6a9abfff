package dev.mailkeep.simulator.oauth;

import com.google.gson.Gson;
import dev.mailkeep.simulator.http.Parameters;
import dev.mailkeep.simulator.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window that Google's script opened over a page, and to which it answers instead of to a redirect URI. Its request names
 * the page as {@code storagerelay://http/localhost:8080?id=auth123}.
 *
 * @param origin of the page; registered
 * @param id tells the script which of its windows answers
 */
record Popup(String origin, String id) {

    /** What the exchange of a popup's code must name as its redirect URI. */
    static final String REDIRECT_URI = "postmessage";

    private static final String SCHEME = "storagerelay://";
    private static final Gson GSON = new Gson();

    /** Null when it is no popup that asks. */
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

    /** The stand-in for Google's script, which knows where its Google is. */
    static Reply script(URI base) {
        try (InputStream script = Objects.requireNonNull(Popup.class.getResourceAsStream("popup-client.js"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("__BASE__", base.toString())
                    .replace("__PATH__", AuthorizationEndpoint.PATH);
            return new Reply(
                    200,
                    Map.of("Content-Type", "text/javascript; charset=UTF-8", "Cache-Control", "no-store"),
                    text,
                    Reply.Damage.NONE);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The window's last page, which hands the answer to the page that opened it, and to no other. */
    Reply answer(Map<String, String> answer) {
        String nonce = RandomText.ofBytes(16);
        // Gson escapes what could end the script element.
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

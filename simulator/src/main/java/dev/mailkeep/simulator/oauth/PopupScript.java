package dev.mailkeep.simulator.oauth;

import dev.mailkeep.simulator.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The stand-in for Google's script {@code https://accounts.google.com/gsi/client}, which opens the popup. */
final class PopupScript {

    private PopupScript() {}

    /** @param base the simulator's own address, which is written into the script */
    static Reply reply(URI base) {
        try (InputStream script = Objects.requireNonNull(PopupScript.class.getResourceAsStream("popup-client.js"))) {
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
}

package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing in a request decides where a browser is sent, to Google and back included. */
class RedirectsTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    @Test
    void noRequestLeadsToAnotherHost() throws IOException {
        List<String> targets = corpus();
        assertThat(targets).hasSizeGreaterThan(60);
        String own = "http://localhost:" + mailkeep.url().getPort();
        for (String target : targets) {
            for (String line : List.of(
                    target.startsWith("/") ? target : "/" + target,
                    "/?return=" + target,
                    "/auth/callback?code=4%2Fx&state=x&return_to=" + target,
                    "/mailboxes/" + target,
                    "/receipts/x?next=" + target)) {
                for (String host : List.of("localhost:" + mailkeep.url().getPort(), "evil.example")) {
                    String answer = raw("GET " + line.replace(" ", "%20") + " HTTP/1.1\r\nHost: " + host
                            + "\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded:"
                            + " host=evil.example\r\nConnection: close\r\n\r\n");
                    for (String location : locations(answer)) {
                        assertThat(location)
                                .as(line + " under " + host)
                                .satisfiesAnyOf(
                                        there -> assertThat(there).isEqualTo(own + "/"),
                                        there -> assertThat(there).matches("/[A-Za-z0-9].*|/"));
                    }
                    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("<meta http-equiv=\"refresh\"");
                }
            }
        }
        Browser browser = mailkeep.browser();
        for (String target : targets) {
            // Nothing that is sent along changes where Google sends the browser back to.
            String there = browser.change(
                            "POST",
                            "/auth/google/start",
                            Map.of("purpose", "connect", "redirectUri", target, "return", target))
                    .expect(200)
                    .json()
                    .path("authorizationUrl")
                    .asString();
            assertThat(there)
                    .startsWith(mailkeep.google().authorizationUri().toString())
                    .contains("redirect_uri=http%3A%2F%2Flocalhost%3A"
                            + mailkeep.url().getPort() + "%2Fauth%2Fcallback");
        }
    }

    private static List<String> corpus() throws IOException {
        try (InputStream file = RedirectsTest.class.getResourceAsStream("/open-redirects.txt")) {
            return new String(java.util.Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** By a socket: a client would correct what it sends. */
    private static String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), mailkeep.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> locations(String answer) {
        return answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")))
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .toList();
    }
}

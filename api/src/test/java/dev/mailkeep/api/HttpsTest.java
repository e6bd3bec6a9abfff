package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mailkeep behind a proxy that ends TLS. */
class HttpsTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.with(environment ->
            environment.with("PUBLIC_URL", "https://mailkeep.example").with("MAILKEEP_LIMIT_SIGN_INS", "3"));

    @Test
    void cookiesBelongToThisHostAndToHttpsOnly() throws IOException {
        String session = ask("GET", "/api/session", "X-Forwarded-Proto: https");
        assertThat(cookies(session))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .startsWith("__Host-XSRF-TOKEN=")
                        .contains("Path=/")
                        .containsIgnoringCase("Secure")
                        .doesNotContainIgnoringCase("Domain="));
        String token = cookies(session).get(0).replaceAll("^[^=]+=([^;]+);.*", "$1");

        String started = ask(
                "POST",
                "/auth/google/start",
                "X-Forwarded-Proto: https",
                "Content-Length: 0",
                "Cookie: __Host-XSRF-TOKEN=" + token,
                "X-XSRF-TOKEN: " + token);

        assertThat(started)
                .startsWith("HTTP/1.1 200")
                .contains("redirect_uri=https%3A%2F%2Fmailkeep.example%2Fauth%2Fcallback");
        assertThat(cookies(started))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-MAILKEEP=")
                        .contains("Path=/")
                        .containsIgnoringCase("Secure")
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Lax")
                        .doesNotContainIgnoringCase("Domain="));
    }

    @Test
    void browsersAreToldToUseHttpsForAYear() throws IOException {
        for (String path : List.of("/", "/api/session", "/assets/none.js")) {
            assertThat(ask("GET", path, "X-Forwarded-Proto: https"))
                    .as(path)
                    .containsPattern("(?i)strict-transport-security: max-age=31536000")
                    .containsPattern("(?i)cross-origin-resource-policy: same-origin");
        }
    }

    @Test
    void requestsWithoutHttpsAreRedirectedToIt() throws IOException {
        assertThat(ask("GET", "/mailboxes/1?code=2"))
                .startsWith("HTTP/1.1 302")
                .containsPattern("(?i)location: https://mailkeep\\.example/\\r\\n");
        assertThat(ask("POST", "/auth/google/start", "Content-Length: 0")).startsWith("HTTP/1.1 421");
    }

    @Test
    void onlySchemeAndLastAddressOfTheProxysHeadersAreBelieved() throws IOException {
        assertThat(ask(
                        "GET",
                        "/v3/api-docs",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Port: 8443",
                        "X-Forwarded-Prefix: /evil",
                        "X-Forwarded-Ssl: off",
                        "Forwarded: host=evil.example;proto=http;for=192.0.2.9"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil");
        assertThat(ask("GET", "/api/session", "X-Forwarded-Prefix: /evil", "Forwarded: proto=https"))
                .startsWith("HTTP/1.1 302");
    }

    @Test
    void anAddressThatAClientWritesInFrontOfItsOwnIsIgnored() throws IOException {
        String session = ask("GET", "/api/session", "X-Forwarded-Proto: https");
        String token = cookies(session).get(0).replaceAll("^[^=]+=([^;]+);.*", "$1");
        var answers = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            answers.add(ask(
                            "POST",
                            "/%61uth/google/start",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-For: 192.0.2." + i + ", 203.0.113.5",
                            "X-Forwarded-Prefix: /" + i,
                            "Forwarded: for=192.0.2." + i,
                            "Content-Length: 0",
                            "Cookie: __Host-XSRF-TOKEN=" + token,
                            "X-XSRF-TOKEN: " + token)
                    .substring(9, 12));
        }
        assertThat(answers).containsExactly("200", "200", "200", "429");
    }

    private static List<String> cookies(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "Set-Cookie:", 0, 11))
                .map(line -> line.substring(11).strip())
                .toList();
    }

    private static String ask(String method, String path, String... headers) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), mailkeep.url().getPort())) {
            String request = method + " " + path + " HTTP/1.1\r\nHost: mailkeep.example\r\n"
                    + String.join("\r\n", headers) + (headers.length > 0 ? "\r\n" : "") + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

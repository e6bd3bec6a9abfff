package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Answer;
import dev.mailkeep.api.Browser;
import dev.mailkeep.api.MailkeepExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Requests that our page never makes: forged, malformed, too long. */
class HostileRequestsTest {

    private static final String ADA = "ada.hostile@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void connect() {
        mailkeep.addAccount(ADA);
        browser = mailkeep.browser();
        mailbox = "/api/mailboxes/" + browser.connect(ADA);
    }

    @Test
    void aChangeThatAnotherSiteAskedForIsRefusedThoughItHasTheToken() {
        for (String site : List.of("cross-site", "same-site", "none", "", "SAME-ORIGIN")) {
            Answer answer =
                    browser.send("POST", mailbox + "/pause", null, "X-XSRF-TOKEN", token(), "Sec-Fetch-Site", site);
            assertThat(answer.expect(403).problem()).as(site).isEqualTo("cross-site");
        }
        browser.send(
                        "POST",
                        mailbox + "/check",
                        null,
                        "X-XSRF-TOKEN",
                        token(),
                        "Sec-Fetch-Site",
                        "same-origin",
                        "Sec-Fetch-Site",
                        "cross-site")
                .expect(403);
        assertThat(browser.get(mailbox).json().path("status").asString()).isNotEqualTo("PAUSED");
        browser.send("POST", mailbox + "/check", null, "X-XSRF-TOKEN", token(), "Sec-Fetch-Site", "same-origin")
                .expect(202);
        browser.send("GET", mailbox, null, "Sec-Fetch-Site", "cross-site").expect(200);
    }

    @Test
    void theTokenAgainstForgeryCountsInItsHeaderOnly() throws Exception {
        browser.send("POST", mailbox + "/sync?_csrf=" + token(), null).expect(403);
        assertThat(sendForm("/auth/google/start", "_csrf=" + token()).statusCode())
                .isEqualTo(403);
    }

    /** A form with the cookies of the person. */
    private static HttpResponse<String> sendForm(String path, String form) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(mailkeep.url() + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "Cookie",
                                        "MAILKEEP=" + browser.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN="
                                                + token())
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    static List<String> malformedRequests() {
        String json = "Content-Type: application/json\r\n";
        return List.of(
                "GET {m}/messages?q=%00",
                "GET {m}/messages?sender=a%00",
                "GET {m}/messages?cursor=%00",
                "GET {m}/messages?cursor=KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIHg",
                "GET {m}/messages?cursor=MjAyNi0wMS0wMVQwMDowMDowMFogAAA",
                "GET {m}/messages?after=%2B1000000000-12-31T23:59:59Z",
                "GET {m}/messages?before=-999999999-01-01T00:00:00Z",
                "GET {m}/messages?after=%2B300000-01-01T00:00:00Z",
                "GET {m}/messages?after=yesterday",
                "GET {m}/messages?limit=99999999999",
                "GET {m}/messages?q=%ff%fe",
                "GET {m}/messages?q=%",
                "GET {m}/messages?=x",
                "GET {m}/export?=x",
                "GET /api/session?=x",
                "GET /?=x",
                "POST {m}/sync?=x",
                "GET /error",
                "POST /error",
                "GET /api/mailboxes/%00",
                "GET /api/mailboxes/%ff",
                "GET //api/mailboxes",
                "GET /api;a=b/mailboxes",
                "POST {m}/quarantine/%00/retry",
                "GET {m}/messages?q=" + "a".repeat(20_000),
                "PUT {m}/senders\nContent-Type: */*\r\n\n{\"senders\":[]}",
                "PUT {m}/senders\nContent-Type: application/*\r\n\n{\"senders\":[]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[null]}",
                "POST {m}/plan\n" + json + "\n{\"senders\":[null]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[1]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[\"a\\u0000@b.example\"]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[\"\\ud800@b.example\"]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[\"\u00ff@b.example\"]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[],\"removed\":\"everything\"}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[],\"senders\":[\"x@y.example\"]}",
                "PUT {m}/senders\n" + json + "\n{\"senders\":[]} and more",
                "PUT {m}/senders\n" + json + "\n" + "[".repeat(5_000),
                "PUT {m}/senders\n" + json + "\nnull",
                "POST {m}/resync\n" + json + "\n{\"since\":\"+1000000000-12-31T23:59:59Z\"}",
                "POST {m}/resync\n" + json + "\n{\"since\":1e300}",
                "PATCH {m}\n" + json + "\n{\"syncInterval\":\"PT999999999999999999H\"}",
                "PATCH {m}\n" + json + "\n{\"syncInterval\":null}",
                "POST /auth/google/start\n" + json + "\n{\"purpose\":\"\\u0000\"}",
                "POST /auth/google\n" + json + "\n{\"code\":\"\\udfff\",\"state\":\"\\ud800\"}");
    }

    /** By a socket: a client would correct what it sends. The byte 0xff is never UTF-8. */
    @ParameterizedTest
    @MethodSource("malformedRequests")
    void malformedRequestsAreRefusedInWords(String request) throws IOException {
        String before = browser.get(mailbox).json().path("senders").toString();
        assertThat(answerTo(request))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "urn:mailkeep:problem:", "\"title\"", "\"detail\"");
        assertThat(browser.get(mailbox).json().path("senders").toString()).isEqualTo(before);
    }

    /** Proves that the others are not refused because of how this test writes a request. */
    @Test
    void wellFormedRequestsAreTakenWhenTheyAreSentTheSameWay() throws IOException {
        assertThat(answerTo("GET {m}/messages?q=x")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("PUT {m}/senders\nContent-Type: application/json\r\n\n{\"senders\":[]}"))
                .startsWith("HTTP/1.1 200");
    }

    /** Sends a request line, headers that each end in CR LF, and a body, which are separated by LF. */
    private static String answerTo(String request) throws IOException {
        String[] parts = request.replace("{m}", mailbox).split("(?<!\r)\n", 3);
        byte[] body = (parts.length > 2 ? parts[2] : "").getBytes(StandardCharsets.ISO_8859_1);
        String head = parts[0] + " HTTP/1.1\r\nHost: localhost:"
                + mailkeep.url().getPort() + "\r\n"
                + (parts.length > 1 ? parts[1] : "") + "Content-Length: " + body.length + "\r\nCookie: MAILKEEP="
                + browser.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN=" + token() + "\r\nX-XSRF-TOKEN: " + token()
                + "\r\nConnection: close\r\n\r\n";
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), mailkeep.url().getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void noBodyIsReadBeyondItsLimit() throws Exception {
        String tooLong = "{\"senders\": [\"" + "x".repeat(600 * 1024) + "\"]}";
        String path = mailbox + "/senders";
        assertThat(browser.send("PUT", path, null, "X-XSRF-TOKEN", token()).status())
                .isNotEqualTo(413);

        HttpRequest.Builder request = HttpRequest.newBuilder(mailkeep.url().resolve(path))
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", token())
                .header("Cookie", "MAILKEEP=" + browser.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN=" + token());
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> announced = http.send(
                request.copy().PUT(HttpRequest.BodyPublishers.ofString(tooLong)).build(),
                HttpResponse.BodyHandlers.ofString());
        byte[] bytes = tooLong.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> inPieces = http.send(
                request.copy()
                        .PUT(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                                Arrays.copyOf(bytes, bytes.length / 2),
                                Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(inPieces.statusCode()).as(inPieces.body()).isEqualTo(413);
    }

    @Test
    void onlyJsonIsReadAndWritten() {
        for (String type : List.of("application/yaml", "application/cbor", "application/xml", "text/xml")) {
            assertThat(browser.send("GET", mailbox, null, "Accept", type).status())
                    .as(type)
                    .isIn(200, 406);
            assertThat(mailkeep.context()
                            .getBean(RequestMappingHandlerAdapter.class)
                            .getMessageConverters())
                    .noneMatch(
                            converter -> converter.getSupportedMediaTypes().contains(MediaType.parseMediaType(type)));
        }
        browser.get("/v3/api-docs").expect(200);
        browser.get("/v3/api-docs.yaml").expect(404);
    }

    @Test
    void noFormIsReadForParameters() {
        assertThat(mailkeep.context().getBeanNamesForType(FormContentFilter.class))
                .isEmpty();
        assertThat(mailkeep.context().getBeanNamesForType(MultipartResolver.class))
                .isEmpty();
    }

    private static String token() {
        return browser.cookie("XSRF-TOKEN").orElseThrow();
    }
}

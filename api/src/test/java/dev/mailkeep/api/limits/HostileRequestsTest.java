package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.api.Browser;
import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.api.MailkeepEnvironment;
import dev.mailkeep.api.Patience;
import dev.mailkeep.api.RunningMailkeep;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Requests that no page of ours makes: forged, malformed, slow. */
class HostileRequestsTest {

    private static final String ADA = "ada@gmail.example";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        google.addAccount(ADA, "Ada");
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data).with("MAILKEEP_READING_TIME", "PT50S"));
        browser = mailkeep.browser();
        mailbox = "/api/mailboxes/" + browser.connect(ADA);
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    private static String token() {
        return browser.cookie("XSRF-TOKEN").orElseThrow();
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

    /** A form, of whatever kind, with the cookies of the person. */
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

    /** Of two hundred and thirty who send a letter now and then, a few are waited for, and nobody waits for them. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"})
    void whoeverTricklesABodyHoldsUpNobody(String type) throws Exception {
        var bodies = mailkeep.bean(BodyLimit.class);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 230; i++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(), mailkeep.url().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /auth/google/start HTTP/1.1\r\nHost: localhost:"
                                        + mailkeep.url().getPort() + "\r\nContent-Type: " + type
                                        + "\r\nContent-Length: 100000\r\nCookie: XSRF-TOKEN=" + token()
                                        + "\r\nX-XSRF-TOKEN: " + token() + "\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            // Everybody was heard: answered at once, or waited for.
            Patience.eventually(() -> assertThat(answered(slow)).isGreaterThanOrEqualTo(222));
            assertThat(bodies.waiting()).isLessThanOrEqualTo(8);
            // Those of the run before count towards what one address may have open until the server has seen them
            // close.
            Patience.eventually(() -> {
                mailkeep.browser().get("/api/session").expect(200);
                browser.send("POST", mailbox + "/check", null, "X-XSRF-TOKEN", token())
                        .expect(202);
            });
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Patience.eventually(() -> assertThat(bodies.waiting()).isZero());
    }

    private static long answered(List<Socket> sockets) throws IOException {
        long answered = 0;
        for (Socket socket : sockets) {
            answered += socket.getInputStream().available() > 0 ? 1 : 0;
        }
        return answered;
    }

    /** As many as the setting says, whoever else of that address is connected. */
    @Test
    void oneAddressHoldsNoMoreThanFiveHundredConnectionsOpen() throws Exception {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 520; i++) {
                var connection = SocketChannel.open(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), mailkeep.url().getPort()));
                connection.configureBlocking(false);
                connections.add(connection);
            }
            Patience.eventually(() -> assertThat(refused(connections)).isGreaterThanOrEqualTo(20));
            assertThat(refused(connections)).isLessThan(200);
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
        Patience.eventually(() -> mailkeep.browser().get("/api/session").expect(200));
    }

    private static long refused(List<SocketChannel> connections) {
        return connections.stream()
                .filter(connection -> {
                    try {
                        return connection.read(ByteBuffer.allocate(1)) < 0;
                    } catch (IOException reset) {
                        return true;
                    }
                })
                .count();
    }

    /** A client that sends the length of a thousand senders, one letter at a time, is waited for only so long. */
    @Test
    void aBodyHasADeadlineHoweverManyPiecesItComesIn() throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), mailkeep.url().getPort())) {
            socket.getOutputStream()
                    .write(("PUT " + mailbox + "/senders HTTP/1.1\r\nHost: localhost:"
                                    + mailkeep.url().getPort()
                                    + "\r\n"
                                    + "Content-Type: application/json\r\n"
                                    + "Content-Length: 100000\r\n"
                                    + "Cookie: MAILKEEP="
                                    + browser.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN=" + token()
                                    + "\r\nX-XSRF-TOKEN: " + token() + "\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            int sent = 0;
            while (socket.getInputStream().available() == 0 && sent < 600) {
                socket.getOutputStream().write(' ');
                sent++;
                TimeUnit.MILLISECONDS.sleep(100);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("request-timeout", "Connection: close");
        }
    }

    @Test
    void theReadingsOfOnePersonLeaveRoomForTheOthersAndHaveAnEnd() throws Exception {
        google.addAccount("ben@gmail.example", "Ben");
        Browser ben = mailkeep.browser();
        String his = "/api/mailboxes/" + ben.connect("ben@gmail.example");
        ExecutorService people = Executors.newFixedThreadPool(6);
        try (Connection lock = mailkeep.bean(DataSource.class).getConnection()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table email_messages in access exclusive mode");
            List<Future<Answer>> searches = Stream.generate(
                            () -> people.submit(() -> browser.get(mailbox + "/messages?q=x")))
                    .limit(6)
                    .toList();

            Patience.eventually(
                    () -> assertThat(searches.stream().filter(Future::isDone)).hasSize(4));
            for (Future<Answer> search : searches) {
                if (search.isDone()) {
                    assertThat(search.get().expect(429).problem()).isEqualTo("too-many-requests");
                }
            }
            // While two of hers wait for the database, everything else is answered, hers and his.
            browser.get(mailbox + "/runs").expect(200);
            ben.get(his + "/quarantine").expect(200);
            ben.post("/api/notifications/" + UUID.randomUUID() + "/read").expect(404);
            ben.post("/auth/google/start", Map.of()).expect(200);
            assertThat(cancel()).isEqualTo(2);
            for (Future<Answer> search : searches) {
                Answer answer = search.get();
                assertThat(answer.status()).isIn(429, 503);
                assertThat(answer.problem()).isIn("too-many-requests", "took-too-long");
            }
            lock.rollback();
        } finally {
            people.shutdownNow();
        }
        browser.get(mailbox + "/messages?q=x").expect(200);
        assertThat(mailkeep.bean(PeoplesReads.class)
                        .jdbc()
                        .sql("show statement_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("50s");
    }

    /** Ends what waits for the lock, as the time limit does: with the same SQLSTATE. */
    private static int cancel() {
        return mailkeep.jdbc()
                .sql("select pg_cancel_backend(pid) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like '%ilike%'")
                .query(Boolean.class)
                .list()
                .size();
    }

    @Test
    void whatPeopleReadChangesNothing() {
        assertThatThrownBy(() -> mailkeep.bean(PeoplesReads.class)
                        .jdbc()
                        .sql("delete from users")
                        .update())
                .hasMessageContaining("read-only");
    }

    static List<String> whatCanNotBeRead() {
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

    /** As it stands, by a socket: a client mends what it sends. The byte 0xff, where it stands, is no UTF-8. */
    @ParameterizedTest
    @MethodSource("whatCanNotBeRead")
    void whatCanNotBeReadIsRefusedInWords(String request) throws IOException {
        String before = browser.get(mailbox).json().path("senders").toString();
        assertThat(answerTo(request))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "urn:mailkeep:problem:", "\"title\"", "\"detail\"");
        assertThat(browser.get(mailbox).json().path("senders").toString()).isEqualTo(before);
    }

    /** So that none of the others is refused for how this test writes a request. */
    @Test
    void whatCanBeReadIsTakenThoughItComesTheSameWay() throws IOException {
        assertThat(answerTo("GET {m}/messages?q=x")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("PUT {m}/senders\nContent-Type: application/json\r\n\n{\"senders\":[]}"))
                .startsWith("HTTP/1.1 200");
    }

    /** Of a request line, headers that each end in CR LF, and a body, with LF between them. */
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
}

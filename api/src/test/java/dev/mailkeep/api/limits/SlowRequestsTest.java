package dev.mailkeep.api.limits;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.api.Answer;
import dev.mailkeep.api.Browser;
import dev.mailkeep.api.MailkeepExtension;
import dev.mailkeep.api.settings.PeoplesReads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow or many, and queries that are slow, leave room for others. */
class SlowRequestsTest {

    private static final String ADA = "ada@gmail.example";

    // The test decides when a query ends: long before its time is over.
    @RegisterExtension
    static final MailkeepExtension mailkeep =
            MailkeepExtension.with(environment -> environment.with("MAILKEEP_READING_TIME", "PT50S"));

    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void connect() {
        mailkeep.addAccount(ADA);
        browser = mailkeep.browser();
        mailbox = "/api/mailboxes/" + browser.connect(ADA);
    }

    /** Of 230 clients that send a byte now and then the server waits for a few, and nobody waits for the server. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"})
    void clientsThatTrickleABodyHoldUpNobody(String type) throws Exception {
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
            // Each was answered at once, or is one of those for which the server waits.
            eventually(() -> assertThat(answered(slow)).isGreaterThanOrEqualTo(222));
            assertThat(bodies.waiting()).isLessThanOrEqualTo(8);
            // The connections of the previous case count for this address until the server has noticed that they
            // closed.
            eventually(() -> {
                mailkeep.browser().get("/api/session").expect(200);
                browser.send("POST", mailbox + "/check", null, "X-XSRF-TOKEN", token())
                        .expect(202);
            });
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        eventually(() -> assertThat(bodies.waiting()).isZero());
    }

    private static long answered(List<Socket> sockets) throws IOException {
        long answered = 0;
        for (Socket socket : sockets) {
            answered += socket.getInputStream().available() > 0 ? 1 : 0;
        }
        return answered;
    }

    /** As many as the setting says, other clients of that address included. */
    @Test
    void oneAddressHoldsNoMoreThanFiveHundredConnections() throws Exception {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 520; i++) {
                var connection = SocketChannel.open(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), mailkeep.url().getPort()));
                connection.configureBlocking(false);
                connections.add(connection);
            }
            eventually(() -> assertThat(refused(connections)).isGreaterThanOrEqualTo(20));
            assertThat(refused(connections)).isLessThan(200);
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
        eventually(() -> mailkeep.browser().get("/api/session").expect(200));
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

    /** The server waits only so long for a client that sends a body one byte at a time. */
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
    void theQueriesOfOnePersonLeaveRoomForOthersAndEnd() throws Exception {
        mailkeep.addAccount("ben@gmail.example");
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

            eventually(
                    () -> assertThat(searches.stream().filter(Future::isDone)).hasSize(4));
            for (Future<Answer> search : searches) {
                if (search.isDone()) {
                    assertThat(search.get().expect(429).problem()).isEqualTo("too-many-requests");
                }
            }
            // While two of her queries wait for the database, everything else is answered, hers and his.
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

    /** Ends the queries that wait for the lock with the SQLSTATE of the time limit. */
    private static int cancel() {
        return mailkeep.jdbc()
                .sql("select pg_cancel_backend(pid) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like '%ilike%'")
                .query(Boolean.class)
                .list()
                .size();
    }

    @Test
    void queriesOfPeopleCanNotChangeAnything() {
        assertThatThrownBy(() -> mailkeep.bean(PeoplesReads.class)
                        .jdbc()
                        .sql("delete from users")
                        .update())
                .hasMessageContaining("read-only");
    }

    private static String token() {
        return browser.cookie("XSRF-TOKEN").orElseThrow();
    }
}

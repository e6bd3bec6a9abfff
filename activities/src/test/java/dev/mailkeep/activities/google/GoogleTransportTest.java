package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleTransportTest {

    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private HttpServer server;

    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
    }

    @Test
    void anAnswerThatTricklesIsGivenUpAtTheDeadline() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (testIsOver.getCount() > 0) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(50);
            }
        });

        assertThatThrownBy(() -> get(Duration.ofMillis(600))).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatNeverBeginsIsGivenUpAtTheDeadline() {
        answer(exchange -> testIsOver.await());

        assertThatThrownBy(() -> get(Duration.ofMillis(300))).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpAtItsCap() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[65_536];
            while (testIsOver.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        });

        assertThatThrownBy(() -> get(Duration.ofSeconds(60))).isInstanceOf(IOException.class);
    }

    @Test
    void aGzipBombIsNotUnpackedBeyondTheCap() {
        answer(exchange -> {
            var packed = new ByteArrayOutputStream();
            try (var packing = new GZIPOutputStream(packed)) {
                for (int i = 0; i < 200; i++) {
                    packing.write(new byte[1_048_576]);
                }
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        });

        assertThatThrownBy(() -> get(Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class)
                .hasMessage("The answer is too long");
    }

    @Test
    void aPackedAnswerIsUnpacked() throws IOException {
        answer(exchange -> {
            var packed = new ByteArrayOutputStream();
            try (var packing = new GZIPOutputStream(packed)) {
                packing.write("hello".getBytes(StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        });

        assertThat(get(Duration.ofSeconds(10)).parseAsString()).isEqualTo("hello");
    }

    @Test
    void aRedirectIsNotFollowed() {
        answer(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getPath() + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThatThrownBy(() -> get(Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        HttpResponseException.class,
                        answer -> assertThat(answer.getStatusCode()).isEqualTo(302));
    }

    @Test
    void aThreadThatIsToStopStopsWaiting() {
        answer(exchange -> testIsOver.await());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> get(Duration.ofSeconds(60))).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aConnectionThatIsRefusedSaysNothingOfWhere() {
        server.stop(0);

        assertThatThrownBy(() -> get(Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessage("The connection failed")
                .hasNoCause();
    }

    @Test
    void aNameThatNobodyKnowsIsAFailedConnection() {
        assertThatThrownBy(() -> get("http://gmail.invalid/", Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class)
                .hasNoCause();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsAFailedConnectionAndNothingIsSentInTheClear(@TempDir Path folder)
            throws Exception {
        var asked = new AtomicBoolean();
        HttpsServer impostor = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        impostor.setHttpsConfigurator(new HttpsConfigurator(ofItsOwn(folder)));
        impostor.createContext("/", exchange -> asked.set(true));
        impostor.start();
        try {
            assertThatThrownBy(() ->
                            get("https://localhost:" + impostor.getAddress().getPort() + "/", Duration.ofSeconds(60)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The connection failed");
            assertThat(asked).isFalse();
        } finally {
            impostor.stop(0);
        }
    }

    @Test
    void aHostThatTakesNoConnectionIsGivenUpLongBeforeTheDeadline() throws IOException {
        var waiting = new ArrayList<Socket>();
        // Linux lets one more wait than it is told, and leaves the others without an answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }

            assertThatThrownBy(() -> get("http://127.0.0.1:" + full.getLocalPort() + "/", Duration.ofHours(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The connection failed");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** A certificate that an interceptor would show: its own. */
    private static SSLContext ofItsOwn(Path folder) throws Exception {
        Path store = folder.resolve("impostor.p12");
        char[] password = "changeit".toCharArray();
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "impostor",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start()
                .waitFor();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private HttpResponse get(Duration deadline) throws IOException {
        return get("http://127.0.0.1:" + server.getAddress().getPort() + "/", deadline);
    }

    private static HttpResponse get(String url, Duration deadline) throws IOException {
        return new GoogleTransport(Duration.ofSeconds(2), deadline)
                .createRequestFactory()
                .buildGetRequest(new GenericUrl(url))
                .setLoggingEnabled(false)
                .setFollowRedirects(false)
                .execute();
    }
}

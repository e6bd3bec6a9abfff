package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are too long, too slow or redirects. */
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
    void anInterruptedThreadStopsWaiting() {
        answer(exchange -> testIsOver.await());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> get(Duration.ofSeconds(60))).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
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

    static HttpResponse get(String url, Duration deadline) throws IOException {
        return new GoogleTransport(Duration.ofSeconds(2), deadline)
                .createRequestFactory()
                .buildGetRequest(new GenericUrl(url))
                .setLoggingEnabled(false)
                .setFollowRedirects(false)
                .execute();
    }
}

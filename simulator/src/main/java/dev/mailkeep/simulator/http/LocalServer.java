package dev.mailkeep.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server on 127.0.0.1 and nowhere else: one thread a request, one handler for all paths. */
public final class LocalServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalServer.class);
    private static final int MAX_BODY = 32 * 1024 * 1024;

    static {
        // The JDK's server sends headers and body as two packets; with Nagle's algorithm the second waits some 40 ms
        // for an acknowledgement. It offers no other way to turn that off than this property.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** Answers one request. A thrown exception becomes a 500. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(Request request) throws Exception;
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private LocalServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param port 0 for any free one
     * @throws UncheckedIOException when the port is taken
     */
    public static LocalServer start(int port, Handler handler) {
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), port), 0);
            AtomicInteger number = new AtomicInteger();
            ExecutorService threads = Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "simulated-google-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            server.createContext("/", exchange -> serve(exchange, handler));
            server.start();
            return new LocalServer(server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /** {@code http://127.0.0.1:<port>}, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void serve(HttpExchange exchange, Handler handler) {
        try (exchange) {
            Reply reply;
            try {
                reply = handler.handle(read(exchange));
            } catch (IllegalArgumentException e) {
                reply = new Reply(400, Map.of("Content-Type", "text/plain"), "Bad Request", Reply.Damage.NONE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                log.error("The simulator failed on {}", exchange.getRequestURI().getPath(), e);
                reply = new Reply(500, Map.of("Content-Type", "text/plain"), "Simulator error", Reply.Damage.NONE);
            }
            send(exchange, reply);
        } catch (IOException e) {
            log.debug("The client went away: {}", e.toString());
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        // Google's client compresses what it posts.
        boolean compressed =
                "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream sent = exchange.getRequestBody();
        byte[] body = (compressed ? new GZIPInputStream(sent) : sent).readNBytes(MAX_BODY);
        URI uri = exchange.getRequestURI();
        String rawQuery = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                rawQuery,
                Parameters.parse(rawQuery),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.damage() == Reply.Damage.DROPPED) {
            return; // closing an exchange that never answered closes the connection
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, reply.damage() == Reply.Damage.TRUNCATED ? body.length / 2 : body.length);
            out.flush();
        }
    }
}

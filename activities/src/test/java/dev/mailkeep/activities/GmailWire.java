package dev.mailkeep.activities;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line between Gmail's client and the simulated Gmail: writes down what goes over it, and lets a test do something
 * between an answer and its arrival.
 */
public final class GmailWire implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f]{16})\"");
    private static final String MESSAGES = "/gmail/v1/users/me/messages";

    private static final Pattern PAGE_SIZE = Pattern.compile("maxResults=\\d+");
    private static final Pattern EPOCH = Pattern.compile("(after|before)(:|%3A)(\\d+)");
    private static final Pattern INTERNAL_DATE = Pattern.compile("(\"internalDate\"\\s*:\\s*\")(\\d+)");
    private static final Pattern RETRY_AFTER = Pattern.compile("(Retry after\\s+)([0-9TZ:.-]+)");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final URI gmail;
    private volatile Supplier<Duration> gmailIsAhead = () -> Duration.ZERO;
    private volatile int pageSize;
    private final HttpServer server;

    public GmailWire(URI gmail) {
        this.gmail = gmail;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::carry);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "gmail-wire");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** A call and its answer. */
    public record Exchange(String path, String query, int status, String body) {
        public boolean isGet() {
            return path.startsWith(MESSAGES + "/");
        }

        public boolean isGetOf(String id) {
            return path.equals(MESSAGES + "/" + id);
        }

        public boolean isList() {
            return path.equals(MESSAGES);
        }

        public boolean isHistory() {
            return path.endsWith("/history");
        }

        /** The same call with another answer. */
        public Exchange answering(int otherStatus, String otherBody) {
            return new Exchange(path, query, otherStatus, otherBody);
        }

        /** The same call with Gmail's own kind of error. */
        public Exchange failing(int otherStatus, String reason) {
            return answering(
                    otherStatus,
                    "{\"error\": {\"code\": %d, \"message\": \"No.\", \"errors\": [{\"reason\": \"%s\"}]}}"
                            .formatted(otherStatus, reason));
        }

        /** The ids that an answer names. */
        public List<String> ids() {
            return ID.matcher(body).results().map(match -> match.group(1)).toList();
        }
    }

    private record Hook(Predicate<Exchange> when, UnaryOperator<Exchange> what, boolean once) {}

    /** Where Gmail's client is to be sent. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Does something once Gmail has answered such a call and before the client hears of it; once. */
    public void before(Predicate<Exchange> arrival, Runnable something) {
        rewriteOnce(arrival, exchange -> {
            something.run();
            return exchange;
        });
    }

    /** Changes one such answer. */
    public void rewriteOnce(Predicate<Exchange> arrival, UnaryOperator<Exchange> change) {
        hooks.add(new Hook(arrival, change, true));
    }

    /** Changes all such answers until {@link #rewriteNothing()}. */
    public void rewrite(Predicate<Exchange> arrival, UnaryOperator<Exchange> change) {
        hooks.add(new Hook(arrival, change, false));
    }

    public void rewriteNothing() {
        hooks.clear();
    }

    /**
     * Puts the clock of Gmail ahead of ours, so that time can pass there while we stand still: times that go over the
     * line are told in the clock of the one who hears of them.
     */
    public void gmailIsAhead(Supplier<Duration> difference) {
        gmailIsAhead = difference;
    }

    /** Makes Gmail's pages smaller than was asked for, which is Gmail's right. */
    public void pagesOf(int size) {
        pageSize = size;
    }

    /** What went over the line so far. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    public List<Exchange> exchanges(Predicate<Exchange> which) {
        return exchanges.stream().filter(which).toList();
    }

    /** Ids that were fetched, in order, each as often as it was. */
    public List<String> fetched() {
        return exchanges(Exchange::isGet).stream()
                .map(exchange -> exchange.path().substring(MESSAGES.length() + 1))
                .toList();
    }

    /** Ids that a search named. */
    public Set<String> named() {
        var named = new LinkedHashSet<String>();
        exchanges(Exchange::isList).forEach(list -> named.addAll(list.ids()));
        return named;
    }

    public void forget() {
        exchanges.clear();
    }

    private void carry(HttpExchange exchange) {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            var request = HttpRequest.newBuilder(gmail.resolve(toGmail(asked.toString())));
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            for (String header : List.of("Content-Type", "Content-Encoding")) {
                String value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    request.header(header, value);
                }
            }
            byte[] sent = exchange.getRequestBody().readAllBytes();
            request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(sent));
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Exchange answer = hooked(new Exchange(
                    asked.getPath(), decoded(asked.getRawQuery()), response.statusCode(), toHere(response.body())));
            exchanges.add(answer);
            for (String header : List.of("Content-Type", "Retry-After", "Location")) {
                response.headers()
                        .firstValue(header)
                        .ifPresent(value -> exchange.getResponseHeaders().set(header, value));
            }
            if (answer.body().startsWith("<")) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException | UncheckedIOException broken) {
            // The client sees a connection that closes.
            exchange.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String toGmail(String request) {
        String sized = pageSize == 0 ? request : PAGE_SIZE.matcher(request).replaceAll("maxResults=" + pageSize);
        long seconds = gmailIsAhead.get().toSeconds();
        return EPOCH.matcher(sized)
                .replaceAll(bound -> bound.group(1) + bound.group(2) + (Long.parseLong(bound.group(3)) + seconds));
    }

    private String toHere(String answer) {
        Duration ahead = gmailIsAhead.get();
        if (ahead.isZero()) {
            return answer;
        }
        String dated = INTERNAL_DATE
                .matcher(answer)
                .replaceAll(date -> date.group(1) + (Long.parseLong(date.group(2)) - ahead.toMillis()));
        return RETRY_AFTER
                .matcher(dated)
                .replaceAll(date -> date.group(1) + Instant.parse(date.group(2)).minus(ahead));
    }

    private Exchange hooked(Exchange exchange) {
        Exchange result = exchange;
        for (Hook hook : new ArrayList<>(hooks)) {
            if (hook.when().test(exchange) && (!hook.once() || hooks.remove(hook))) {
                result = hook.what().apply(result);
            }
        }
        return result;
    }

    private static String decoded(@Nullable String query) {
        return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

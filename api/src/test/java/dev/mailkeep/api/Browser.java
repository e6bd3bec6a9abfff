package dev.mailkeep.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what the page does, without the page: it keeps cookies, sends the token against forgery with every change, and
 * follows no redirect by itself.
 */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final URI base;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;

    public Browser(URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** What a person does on Google's page. */
    public enum Decision {
        ALLOW,
        ALLOW_WITHOUT_GMAIL,
        CANCEL
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return change("POST", path, body);
    }

    public Answer post(String path) {
        return change("POST", path, null);
    }

    public Answer put(String path, Object body) {
        return change("PUT", path, body);
    }

    public Answer patch(String path, Object body) {
        return change("PATCH", path, body);
    }

    public Answer delete(String path) {
        return change("DELETE", path, null);
    }

    /** A change with the session's token against forgery, which is fetched if there is none yet. */
    public Answer change(String method, String path, @Nullable Object body, String... headers) {
        if (cookie("XSRF-TOKEN").isEmpty()) {
            get("/api/session").expect(200);
        }
        var all = new ArrayList<>(List.of("X-XSRF-TOKEN", cookie("XSRF-TOKEN").orElse("")));
        all.addAll(List.of(headers));
        return send(method, path, body, all.toArray(String[]::new));
    }

    /** A request with these headers (name, value, name, value…) and no others of ours. */
    public Answer send(String method, String path, @Nullable Object body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header(
                        "Accept",
                        path.startsWith("/api") || path.startsWith("/auth/google") ? "application/json" : "*/*");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(
                            method,
                            HttpRequest.BodyPublishers.ofString(
                                    JsonMapper.shared().writeValueAsString(body)));
        }
        return exchange(request.build());
    }

    /** The lines of an event stream, from now on. */
    public Stream<String> events() {
        return stream("/api/events", "text/event-stream", BodyHandlers.ofLines());
    }

    /** The body of an answer, of which no more is taken from the server than is read. */
    public InputStream stream(String path) {
        return stream(path, "*/*", BodyHandlers.ofInputStream());
    }

    private <T> T stream(String path, String accepted, HttpResponse.BodyHandler<T> body) {
        HttpResponse<T> answer = exchange(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Accept", accepted)
                        .build(),
                body);
        if (answer.statusCode() != 200) {
            throw new AssertionError("the stream was refused: " + answer.statusCode());
        }
        return answer.body();
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** Loses the session, as a browser does that was closed for long enough. */
    public void forgetEverything() {
        cookies.getCookieStore().removeAll();
    }

    /** Goes through Google's authorization flow and returns what Google hands to the callback page. */
    public Map<String, String> authorize(
            String purpose, @Nullable String mailboxId, String account, Decision decision) {
        return decideAtGoogle(start(purpose, mailboxId), account, decision);
    }

    /** Where the browser is sent. */
    public URI start(String purpose, @Nullable String mailboxId) {
        var body = new LinkedHashMap<String, String>();
        body.put("purpose", purpose);
        if (mailboxId != null) {
            body.put("mailboxId", mailboxId);
        }
        return URI.create(post("/auth/google/start", body)
                .expect(200)
                .json()
                .path("authorizationUrl")
                .asString());
    }

    /** Decides on Google's page and returns what Google hands to the callback page. */
    public Map<String, String> decideAtGoogle(URI page, String account, Decision decision) {
        URI back = URI.create(
                exchange(ConsentPage.submission(page, account, decision)).header("Location"));
        if (back.getPort() != base.getPort()) {
            throw new AssertionError("Google sent the browser to " + back);
        }
        return ConsentPage.callback(back);
    }

    /** Decides on Google's page in a popup and returns the code that our page gets from it. */
    public String codeOfPopup(URI page, String account, Decision decision) {
        return ConsentPage.codeIn(
                exchange(ConsentPage.submission(page, account, decision)).expect(200));
    }

    /** What the callback page does with it. */
    public Answer finish(Map<String, String> callback) {
        return post("/auth/google", callback);
    }

    /** Connects a Gmail account; returns the mailbox's id. */
    public String connect(String account) {
        return finish(authorize("connect", null, account, Decision.ALLOW))
                .expect(200)
                .json()
                .path("mailbox")
                .path("id")
                .asString();
    }

    public void reconnect(String mailbox, String account) {
        finish(authorize("reconnect", mailbox, account, Decision.ALLOW)).expect(200);
    }

    public void signIn(String account) {
        finish(authorize("signin", null, account, Decision.ALLOW)).expect(200);
    }

    /** Chooses whose mail is kept, in the place of the choice so far. */
    public void chooseSenders(String mailbox, List<String> senders) {
        put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", senders))
                .expect(200);
    }

    public void checkNow(String mailbox) {
        post("/api/mailboxes/" + mailbox + "/check").expect(202);
    }

    /** Returns the receipt's id. */
    public String disconnect(String mailbox) {
        return delete("/api/mailboxes/" + mailbox)
                .expect(202)
                .json()
                .path("receiptId")
                .asString();
    }

    public JsonNode mailbox(String id) {
        return get("/api/mailboxes/" + id).expect(200).json();
    }

    public String status(String id) {
        return mailbox(id).path("status").asString();
    }

    private Answer exchange(HttpRequest request) {
        HttpResponse<String> answer = exchange(request, BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}

package dev.mailkeep.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the page does, without the page: it keeps cookies, sends the token against forgery with every change, and follows
 * no redirect by itself.
 */
public final class Browser {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CODE = Pattern.compile("\"code\":\"([^\"]+)\"");
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

    /** What the server said. */
    public record Answer(int status, HttpHeaders headers, String text) {

        public JsonNode json() {
            return JSON.readTree(text);
        }

        /** This answer, if it has that status. */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + text);
            }
            return this;
        }

        /** The last part of the problem's type. */
        public String problem() {
            return json().path("type").asString("").replace("urn:mailkeep:problem:", "");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
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

    /** A request as it stands, with these headers (name, value, name, value…) and no others of ours. */
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
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        return exchange(request.build());
    }

    /** The lines of an event stream, from now on. */
    public Stream<String> events() {
        try {
            HttpResponse<Stream<String>> answer = http.send(
                    HttpRequest.newBuilder(base.resolve("/api/events"))
                            .header("Accept", "text/event-stream")
                            .build(),
                    BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the stream was refused: " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw stopped(stopped);
        }
    }

    /** The body of an answer, of which no more is taken from the server than is read. */
    public InputStream stream(String path) {
        try {
            HttpResponse<InputStream> answer =
                    http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the stream was refused: " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw stopped(stopped);
        }
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** Loses the session, as a browser that was closed for long enough. */
    public void forgetEverything() {
        cookies.getCookieStore().removeAll();
    }

    /** Goes to Google and comes back with what it hands to the callback page. */
    public Map<String, String> round(String purpose, @Nullable String mailboxId, String account, Decision decision) {
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

    /** Submits Google's page; its form holds the account, the box for Gmail and the button that was pressed. */
    public Map<String, String> decideAtGoogle(URI page, String account, Decision decision) {
        URI back = URI.create(submit(page, account, decision).header("Location"));
        if (!back.getPath().equals("/auth/callback") || back.getPort() != base.getPort()) {
            throw new AssertionError("Google sent the browser to " + back);
        }
        var callback = new LinkedHashMap<String, String>();
        for (String pair : back.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (java.util.Set.of("code", "state", "iss", "error").contains(parts[0])) {
                callback.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return callback;
    }

    /** Submits Google's page where it stands in a popup; returns the code that our page gets from it. */
    public String codeOfPopup(URI page, String account, Decision decision) {
        Matcher code = CODE.matcher(submit(page, account, decision).expect(200).text());
        if (!code.find()) {
            throw new AssertionError("Google's popup gave no code");
        }
        return code.group(1);
    }

    private Answer submit(URI page, String account, Decision decision) {
        var form = new LinkedHashMap<String, String>();
        form.put("account", account);
        form.put("decision", decision == Decision.CANCEL ? "cancel" : "allow");
        if (decision == Decision.ALLOW) {
            form.put("gmail", "on");
        }
        return exchange(HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build());
    }

    /** What the callback page does with it. */
    public Answer finish(Map<String, String> callback) {
        return post("/auth/google", callback);
    }

    /** Connects a Gmail account; returns the mailbox's id. */
    public String connect(String account) {
        return finish(round("connect", null, account, Decision.ALLOW))
                .expect(200)
                .json()
                .path("mailbox")
                .path("id")
                .asString();
    }

    public JsonNode mailbox(String id) {
        return get("/api/mailboxes/" + id).expect(200).json();
    }

    public String status(String id) {
        return mailbox(id).path("status").asString();
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw stopped(stopped);
        }
    }

    private static IllegalStateException stopped(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(stopped);
    }
}

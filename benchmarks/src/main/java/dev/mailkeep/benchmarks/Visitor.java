package dev.mailkeep.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person at the page: connects a mailbox and chooses senders, over HTTP as the page does. */
final class Visitor {

    private static final Gson JSON = new Gson();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI base;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;

    Visitor(URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Connects a Gmail account; returns the mailbox's id. */
    String connect(String account) throws IOException, InterruptedException {
        URI consent = URI.create(send("POST", "/auth/google/start", Map.of("purpose", "connect"))
                .get("authorizationUrl")
                .getAsString());
        HttpResponse<String> decided = http.send(
                HttpRequest.newBuilder(consent)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("decision=allow&gmail=on&account="
                                + URLEncoder.encode(account, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        URI back = URI.create(decided.headers().firstValue("Location").orElseThrow());
        var callback = new HashMap<String, String>();
        for (String pair : back.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (List.of("code", "state", "iss").contains(parts[0])) {
                callback.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return send("POST", "/auth/google", callback)
                .getAsJsonObject("mailbox")
                .get("id")
                .getAsString();
    }

    void choose(String mailbox, List<String> senders) throws IOException, InterruptedException {
        send("PUT", "/api/mailboxes/" + mailbox + "/senders", Map.of("senders", senders));
    }

    /** What choosing these senders would cost. */
    JsonObject plan(String mailbox, List<String> senders) throws IOException, InterruptedException {
        return send("POST", "/api/mailboxes/" + mailbox + "/plan", Map.of("senders", senders));
    }

    JsonObject mailbox(String mailbox) throws IOException, InterruptedException {
        return send("GET", "/api/mailboxes/" + mailbox, null);
    }

    private JsonObject send(String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        if (!method.equals("GET") && cookie("XSRF-TOKEN").isEmpty()) {
            send("GET", "/api/session", null);
        }
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(PATIENCE)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(JSON.toJson(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        JsonElement json = JsonParser.parseString(answer.body());
        return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    }

    private String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}

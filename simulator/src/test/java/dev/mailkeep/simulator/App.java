package dev.mailkeep.simulator;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.http.Parameters;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An application and the browser of its user, as clients of the simulator. */
final class App {

    static final String REDIRECT_URI = "http://localhost:8080/auth/callback";
    static final String GMAIL = "https://www.googleapis.com/auth/gmail.readonly";
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";

    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedGoogle google;

    App(SimulatedGoogle google) {
        this.google = google;
    }

    /** Parameters of an authorization request with everything that Mailkeep sends. */
    Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("client_id", "simulated-client");
        request.put("redirect_uri", REDIRECT_URI);
        request.put("response_type", "code");
        request.put("scope", "openid email " + GMAIL);
        request.put("state", "the-state");
        request.put("nonce", "the-nonce");
        request.put("access_type", "offline");
        request.put("prompt", "consent");
        request.put("code_challenge", challenge());
        request.put("code_challenge_method", "S256");
        return request;
    }

    HttpResponse<String> page(Map<String, String> request) {
        return send(HttpRequest.newBuilder(authorization(request)));
    }

    /** Sends the form with these fields. Returns the parameters that come back to the application. */
    Parameters decide(Map<String, String> request, Map<String, String> form) {
        HttpResponse<String> answer = post(authorization(request), form);
        if (answer.statusCode() != 303) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        URI location = URI.create(answer.headers().firstValue("location").orElseThrow());
        return Parameters.parse(location.getRawQuery());
    }

    Parameters allow(Map<String, String> request, String email) {
        return decide(request, Map.of("account", email, "gmail", "on", "decision", "allow"));
    }

    HttpResponse<String> exchange(String code, String verifier) {
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                REDIRECT_URI,
                "code_verifier",
                verifier));
    }

    HttpResponse<String> refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    HttpResponse<String> token(Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("client_id", "simulated-client");
        all.put("client_secret", "simulated-secret");
        all.putAll(form);
        return post(google.tokenUri(), all);
    }

    /** Runs the whole authorization flow. Returns the answer of the token endpoint. */
    JsonObject connect(String email) {
        return json(exchange(allow(request(), email).text("code"), VERIFIER));
    }

    /** Google's real client, with a fresh access token. */
    Gmail gmail(String email) {
        return gmailWith(connect(email).get("access_token").getAsString());
    }

    Gmail gmailWith(String accessToken) {
        HttpRequestInitializer authorize = request -> request.getHeaders().setAuthorization("Bearer " + accessToken);
        return new Gmail.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), authorize)
                .setRootUrl(google.gmailBaseUri().toString())
                .setApplicationName("test")
                .build();
    }

    HttpResponse<String> get(URI uri, String accessToken) {
        return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + accessToken));
    }

    HttpResponse<String> control(String what, String json) {
        return send(HttpRequest.newBuilder(google.baseUri().resolve("/control/" + what))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(URI uri, Map<String, String> form) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonObject json(HttpResponse<String> answer) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    URI authorization(Map<String, String> request) {
        return URI.create(google.authorizationUri() + "?" + encode(request));
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.mailkeep.activities;

import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person who goes to Google's page and allows everything. */
public final class Consent {

    private static final String REDIRECT = "http://localhost:8080/auth/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private Consent() {}

    /** One round: authorization request, consent, exchange of the code. */
    public static TokenEndpoint.Tokens give(SimulatedGoogle google, SimulatedAccount account, TokenEndpoint endpoint) {
        String verifier = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
        URI page = URI.create(google.authorizationUri() + "?"
                + form(Map.of(
                        "client_id", "simulated-client",
                        "redirect_uri", REDIRECT,
                        "response_type", "code",
                        "scope", "openid email " + TokenEndpoint.GMAIL_READONLY,
                        "access_type", "offline",
                        "prompt", "consent",
                        "state", "state",
                        "nonce", "nonce",
                        "code_challenge", challenge(verifier),
                        "code_challenge_method", "S256")));
        HttpRequest allow = HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        form(Map.of("account", account.email(), "decision", "allow", "gmail", "on"))))
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(allow, HttpResponse.BodyHandlers.ofString());
            String location = answer.headers().firstValue("Location").orElse(answer.body());
            Matcher code = CODE.matcher(location);
            if (!code.find()) {
                throw new IllegalStateException("no code: " + location);
            }
            return endpoint.exchange(URLDecoder.decode(code.group(1), StandardCharsets.UTF_8), verifier, REDIRECT);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

package dev.mailkeep.activities.google;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.UrlEncodedContent;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Google's token and revocation endpoints. Codes and tokens travel in form bodies only, never in a URL. Every method
 * throws {@link GoogleFailure}.
 */
@Component
public final class TokenEndpoint {

    /** The only Gmail scope that Mailkeep asks for. */
    public static final String GMAIL_READONLY = "https://www.googleapis.com/auth/gmail.readonly";

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final long MAX_LIFETIME_SECONDS = 86_400;
    private static final long MAX_GRANT_SECONDS = 10L * 365 * 86_400;
    private static final Gson GSON = new Gson();

    private final GoogleSettings settings;
    private final GoogleHttp http;

    TokenEndpoint(GoogleSettings settings, GoogleHttp http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * The tokens for a code or a refresh token.
     *
     * @param accessToken bearer token for Gmail
     * @param expiresAt when the access token expires
     * @param refreshToken null unless Google issued one
     * @param refreshTokenExpiresAt null unless Google said so
     * @param scopes the scopes that were granted
     * @param idToken null unless {@code openid} was asked for
     */
    public record Tokens(
            String accessToken,
            Instant expiresAt,
            @Nullable String refreshToken,
            @Nullable Instant refreshTokenExpiresAt,
            Set<String> scopes,
            @Nullable String idToken) {

        /** Leaves out the tokens. */
        @Override
        public String toString() {
            return "Tokens[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * Exchanges an authorization code; a code works once.
     *
     * @throws GoogleFailure.GrantRevoked when the code, its redirect URI or its verifier is refused
     */
    public Tokens exchange(String code, String verifier, String redirectUri) {
        var form = code(code, redirectUri);
        form.put("code_verifier", verifier);
        return tokens(form);
    }

    /**
     * Exchanges a code of Google's popup, which takes no PKCE challenge.
     *
     * @throws GoogleFailure.GrantRevoked when the code is refused
     * @throws GoogleFailure.OperatorFault when the redirect URI is not the one that Google expects
     */
    public Tokens exchangeOfPopup(String code, String redirectUri) {
        return tokens(code(code, redirectUri));
    }

    /**
     * Gets a new access token.
     *
     * @throws GoogleFailure.GrantRevoked when Google no longer honours the refresh token
     */
    public Tokens refresh(String refreshToken) {
        var form = client();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        return tokens(form);
    }

    /**
     * Revokes the whole grant of the token's account for this Cloud project. A token that Google no longer knows counts
     * as revoked.
     */
    public void revoke(String token) {
        Answer answer = post(settings.revocationUri(), Map.of("token", token));
        if (answer.status() != 200 && !"invalid_token".equals(answer.body().get("error"))) {
            throw new GoogleFailure.Unavailable("The revocation endpoint answered " + answer.status());
        }
    }

    private Map<String, String> code(String code, String redirectUri) {
        var form = client();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        return form;
    }

    private Map<String, String> client() {
        var form = new HashMap<String, String>();
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret());
        return form;
    }

    private Tokens tokens(Map<String, String> form) {
        Instant asked = Instant.now();
        Answer answer = post(settings.tokenUri(), form);
        if (answer.status() != 200) {
            throw GoogleErrors.ofTokenEndpoint(answer.status(), answer.body(), answer.retryAfter(), answer.date());
        }
        Map<String, Object> body = answer.body();
        if (!(body.get("access_token") instanceof String accessToken)
                || !(body.get("expires_in") instanceof Number lifetime)
                || !(lifetime.longValue() > 0 && lifetime.longValue() <= MAX_LIFETIME_SECONDS)) {
            throw new GoogleFailure.Unavailable("The token endpoint's answer made no sense");
        }
        return new Tokens(
                accessToken,
                asked.plusSeconds(lifetime.longValue()),
                body.get("refresh_token") instanceof String refreshToken ? refreshToken : null,
                body.get("refresh_token_expires_in") instanceof Number left
                        ? asked.plusSeconds(Math.min(left.longValue(), MAX_GRANT_SECONDS))
                        : null,
                body.get("scope") instanceof String scope ? scopes(scope) : Set.of(),
                body.get("id_token") instanceof String idToken ? idToken : null);
    }

    /**
     * Splits a scope string: words between spaces, in any order (RFC 6749, 3.3). The RFC does not rule out duplicates.
     */
    private static Set<String> scopes(String scope) {
        return Arrays.stream(scope.strip().split(" +")).collect(Collectors.toUnmodifiableSet());
    }

    private record Answer(
            int status,
            Map<String, Object> body,
            @Nullable String retryAfter,
            @Nullable String date) {}

    private Answer post(URI uri, Map<String, String> form) {
        try {
            HttpRequest request = http.transport()
                    .createRequestFactory(http)
                    .buildPostRequest(new GenericUrl(uri), new UrlEncodedContent(form));
            request.setThrowExceptionOnExecuteError(false);
            HttpResponse response = request.execute();
            try (InputStream content = response.getContent()) {
                byte[] bytes = content == null ? new byte[0] : content.readNBytes(MAX_BODY_BYTES);
                return new Answer(
                        response.getStatusCode(),
                        parse(new String(bytes, StandardCharsets.UTF_8)),
                        response.getHeaders().getRetryAfter(),
                        response.getHeaders().getDate());
            } finally {
                response.disconnect();
            }
        } catch (IOException unreachable) {
            throw new GoogleFailure.Unavailable("The token endpoint could not be reached");
        }
    }

    private static Map<String, Object> parse(String body) {
        try {
            Map<String, Object> parsed = GSON.fromJson(body, new TypeToken<Map<String, Object>>() {});
            return parsed == null ? Map.of() : parsed;
        } catch (JsonParseException notJson) {
            return Map.of();
        }
    }
}

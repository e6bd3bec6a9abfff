package dev.mailkeep.simulator.oauth;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.mailkeep.simulator.http.Parameters;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /token}: exchanges codes and refreshes. The error bodies are Google's, word for word where known. */
final class TokenEndpoint {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private final OAuthClient client;
    private final String issuer;
    private final Directory directory;
    private final AuthorizationCodes codes;
    private final AccessTokens accessTokens;
    private final SigningKeys keys;
    private final Clock clock;

    TokenEndpoint(
            OAuthClient client,
            String issuer,
            Directory directory,
            AuthorizationCodes codes,
            AccessTokens accessTokens,
            SigningKeys keys,
            Clock clock) {
        this.client = client;
        this.issuer = issuer;
        this.directory = directory;
        this.codes = codes;
        this.accessTokens = accessTokens;
        this.keys = keys;
        this.clock = clock;
    }

    Reply handle(Request http) {
        if (!http.method().equals("POST")) {
            return error(400, "invalid_request", "Only POST is allowed.");
        }
        Parameters form = http.form();
        Reply unauthorized = authenticate(http, form);
        if (unauthorized != null) {
            return unauthorized;
        }
        return switch (form.text("grant_type")) {
            case "authorization_code" -> exchange(form);
            case "refresh_token" -> refresh(form);
            case "" -> error(400, "invalid_request", "Missing required parameter: grant_type");
            default -> error(400, "unsupported_grant_type", "Invalid grant_type: " + form.text("grant_type"));
        };
    }

    private @Nullable Reply authenticate(Request http, Parameters form) {
        String id = form.text("client_id");
        String secret = form.text("client_secret");
        String authorization = http.header("authorization");
        if (authorization != null && authorization.startsWith("Basic ")) {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            id = colon < 0 ? pair : pair.substring(0, colon);
            secret = colon < 0 ? "" : pair.substring(colon + 1);
        }
        if (!id.equals(client.id())) {
            return error(401, "invalid_client", "The OAuth client was not found.");
        }
        return secret.equals(client.secret()) ? null : error(401, "invalid_client", "Unauthorized");
    }

    private Reply exchange(Parameters form) {
        String code = form.text("code");
        if (code.isEmpty()) {
            return error(400, "invalid_request", "Missing required parameter: code");
        }
        if (!code.startsWith("4/")) {
            return error(400, "invalid_grant", "Malformed auth code.");
        }
        AuthorizationCodes.Grant grant = codes.redeem(code);
        if (grant == null || directory.person(grant.sub()) == null) {
            return error(400, "invalid_grant", "Bad Request");
        }
        if (!grant.redirectUri().equals(form.text("redirect_uri"))) {
            return error(400, "redirect_uri_mismatch", "Bad Request");
        }
        if (grant.challenge() != null && !grant.challenge().equals(challengeOf(form.text("code_verifier")))) {
            return error(400, "invalid_grant", "Invalid code verifier.");
        }
        String refreshToken = null;
        if (grant.refreshToken()) {
            refreshToken = "1//0simulated-" + RandomText.ofBytes(48);
            directory.addRefreshToken(new RefreshToken(refreshToken, grant.sub(), grant.scopes()));
        }
        return tokens(grant.sub(), grant.scopes(), refreshToken, grant.nonce());
    }

    private Reply refresh(Parameters form) {
        String token = form.text("refresh_token");
        if (token.isEmpty()) {
            return error(400, "invalid_request", "Missing required parameter: refresh_token");
        }
        RefreshToken found = directory.refreshToken(token);
        return found == null
                ? error(400, "invalid_grant", "Token has been expired or revoked.")
                : tokens(found.sub(), found.scopes(), null, null);
    }

    private Reply tokens(String sub, Set<String> scopes, @Nullable String refreshToken, @Nullable String nonce) {
        String accessToken = accessTokens.issue(sub, scopes);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", accessToken);
        body.put("expires_in", AccessTokens.LIFETIME_SECONDS);
        if (refreshToken != null) {
            body.put("refresh_token", refreshToken);
        }
        body.put("scope", Scopes.format(scopes));
        body.put("token_type", "Bearer");
        if (scopes.contains("openid")) {
            body.put("id_token", idToken(sub, scopes, nonce, accessToken));
        }
        return Reply.json(200, GSON.toJson(body));
    }

    private String idToken(String sub, Set<String> scopes, @Nullable String nonce, String accessToken) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(client.id())
                .claim("azp", client.id())
                .subject(sub)
                .claim("at_hash", leftHalf(sha256(accessToken)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        Person person = directory.person(sub);
        if (person != null && scopes.contains("https://www.googleapis.com/auth/userinfo.email")) {
            claims.claim("email", person.email()).claim("email_verified", person.emailVerified());
        }
        if (person != null && scopes.contains("https://www.googleapis.com/auth/userinfo.profile")) {
            claims.claim("name", person.displayName());
        }
        return keys.sign(claims.build());
    }

    /** The account that a token request is about; null when it is unknown. */
    @Nullable
    String subOf(Request http) {
        Parameters form = http.form();
        RefreshToken found = directory.refreshToken(form.text("refresh_token"));
        return found == null ? codes.subOf(form.text("code")) : found.sub();
    }

    static Reply error(int status, String error, String description) {
        return Reply.json(status, GSON.toJson(ordered("error", error, "error_description", description)));
    }

    private static Map<String, String> ordered(String name1, String value1, String name2, String value2) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(name1, value1);
        map.put(name2, value2);
        return map;
    }

    private static String challengeOf(String verifier) {
        // RFC 7636, 4.1: 43 to 128 unreserved characters.
        return verifier.matches("[A-Za-z0-9._~-]{43,128}")
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier))
                : "";
    }

    private static String leftHalf(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

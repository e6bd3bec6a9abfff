package dev.mailkeep.simulator;

import static dev.mailkeep.simulator.Refusals.assertGmailRefuses;
import static dev.mailkeep.simulator.Refusals.assertTokenEndpointRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.http.Parameters;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Codes and tokens: what the token endpoint gives, refuses and revokes. */
class OAuthTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google = simulators.start();

    private final App app = new App(google);

    @BeforeEach
    void twoAccounts() {
        google.addAccount("ada@gmail.example", "Ada Byron");
        google.addAccount("grace@gmail.example", "Grace <Hopper>");
    }

    @Test
    void exchangesACodeForTokens() throws Exception {
        JsonObject tokens = app.connect("ada@gmail.example");

        assertThat(tokens.get("expires_in").getAsInt()).isEqualTo(3599);
        assertThat(tokens.get("token_type").getAsString()).isEqualTo("Bearer");
        assertThat(tokens.get("scope").getAsString().split(" "))
                .containsExactlyInAnyOrder(App.GMAIL, "https://www.googleapis.com/auth/userinfo.email", "openid");
        assertThat(tokens.has("refresh_token")).isTrue();
        String email = app.gmailWith(tokens.get("access_token").getAsString())
                .users()
                .getProfile("me")
                .execute()
                .getEmailAddress();
        assertThat(email).isEqualTo("ada@gmail.example");
    }

    @Test
    void signsIdTokensWithAPublishedKeyEvenAfterARotation() throws Exception {
        SignedJWT before =
                SignedJWT.parse(app.connect("ada@gmail.example").get("id_token").getAsString());
        google.rotateKeys();
        SignedJWT after =
                SignedJWT.parse(app.connect("ada@gmail.example").get("id_token").getAsString());

        JWKSet keys = JWKSet.load(google.jwksUri().toURL());
        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        for (SignedJWT token : new SignedJWT[] {before, after}) {
            String kid = token.getHeader().getKeyID();
            assertThat(token.verify(new RSASSAVerifier(keys.getKeyByKeyId(kid).toRSAKey())))
                    .isTrue();
        }
        JWTClaimsSet claims = after.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://accounts.simulated-google.invalid");
        assertThat(claims.getAudience()).containsExactly("simulated-client");
        assertThat(claims.getSubject())
                .isEqualTo(google.account("ada@gmail.example").sub())
                .hasSize(21);
        assertThat(claims.getStringClaim("nonce")).isEqualTo("the-nonce");
        assertThat(claims.getStringClaim("email")).isEqualTo("ada@gmail.example");
        assertThat(claims.getBooleanClaim("email_verified")).isTrue();
        assertThat(keys.toString(false)).as("no private part is published").doesNotContain("\"d\"");
    }

    @Test
    void acceptsACodeOnce() {
        String code = app.allow(app.request(), "ada@gmail.example").text("code");
        assertThat(app.exchange(code, App.VERIFIER).statusCode()).isEqualTo(200);

        assertTokenEndpointRefuses(app.exchange(code, App.VERIFIER), 400, "invalid_grant", "Bad Request");
    }

    @Test
    void acceptsACodeForTenMinutes() {
        String code = app.allow(app.request(), "ada@gmail.example").text("code");
        google.clock().advance(Duration.ofMinutes(10));

        assertTokenEndpointRefuses(app.exchange(code, App.VERIFIER), 400, "invalid_grant", "Bad Request");
    }

    @Test
    void bindsACodeToVerifierAndRedirectUri() {
        String code = app.allow(app.request(), "ada@gmail.example").text("code");
        assertTokenEndpointRefuses(
                app.exchange(code, App.VERIFIER + "x"), 400, "invalid_grant", "Invalid code verifier.");
        assertTokenEndpointRefuses(app.exchange(code, App.VERIFIER), 400, "invalid_grant", "Bad Request");

        String other = app.allow(app.request(), "ada@gmail.example").text("code");
        HttpResponse<String> answer = app.token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                other,
                "code_verifier",
                App.VERIFIER,
                "redirect_uri",
                "http://localhost:8080/elsewhere"));
        assertTokenEndpointRefuses(answer, 400, "redirect_uri_mismatch", "Bad Request");
    }

    @Test
    void theTokenEndpointNamesTheError() {
        assertTokenEndpointRefuses(app.exchange("junk", App.VERIFIER), 400, "invalid_grant", "Malformed auth code.");
        assertTokenEndpointRefuses(app.refresh("junk"), 400, "invalid_grant", "Token has been expired or revoked.");
        assertTokenEndpointRefuses(
                app.token(Map.of("grant_type", "password")),
                400,
                "unsupported_grant_type",
                "Invalid grant_type: password");
        assertTokenEndpointRefuses(
                app.token(Map.of("client_secret", "old", "grant_type", "refresh_token", "refresh_token", "x")),
                401,
                "invalid_client",
                "Unauthorized");
        assertTokenEndpointRefuses(
                app.token(Map.of("client_id", "who", "grant_type", "refresh_token", "refresh_token", "x")),
                401,
                "invalid_client",
                "The OAuth client was not found.");
    }

    @Test
    void returnsARefreshTokenOnTheFirstConsentOrWhenAsked() {
        Map<String, String> request = app.request();
        request.put("prompt", "select_account");
        Map<String, String> online = app.request();
        online.put("access_type", "online");

        assertThat(connect(online).has("refresh_token")).isFalse();
        google.account("ada@gmail.example").revokeGrants();
        assertThat(connect(request).has("refresh_token")).isTrue();
        assertThat(connect(request).has("refresh_token")).isFalse();
        assertThat(connect(app.request()).has("refresh_token")).isTrue();
    }

    private JsonObject connect(Map<String, String> request) {
        return App.json(app.exchange(app.allow(request, "ada@gmail.example").text("code"), App.VERIFIER));
    }

    @Test
    void leavesTheMailScopeOutWhenItsBoxIsUnticked() {
        Parameters back = app.decide(app.request(), Map.of("account", "ada@gmail.example", "decision", "allow"));
        JsonObject tokens = App.json(app.exchange(back.text("code"), App.VERIFIER));

        assertThat(tokens.get("scope").getAsString()).doesNotContain("gmail");
        HttpResponse<String> answer = app.get(
                google.gmailBaseUri().resolve("gmail/v1/users/me/profile"),
                tokens.get("access_token").getAsString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    }

    @Test
    void refreshesExpiredAccessTokens() throws Exception {
        JsonObject tokens = app.connect("ada@gmail.example");
        String old = tokens.get("access_token").getAsString();
        google.clock().advance(Duration.ofHours(1));

        assertUnauthorized(old);
        JsonObject fresh = App.json(app.refresh(tokens.get("refresh_token").getAsString()));
        assertThat(fresh.has("refresh_token")).isFalse();
        assertThat(profile(fresh.get("access_token").getAsString())).isEqualTo("ada@gmail.example");

        google.account("ada@gmail.example").expireAccessTokens();
        assertUnauthorized(fresh.get("access_token").getAsString());
        assertThat(app.refresh(tokens.get("refresh_token").getAsString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void revokesEveryTokenOfTheAccountWhenOneIsRevoked() throws Exception {
        JsonObject first = app.connect("ada@gmail.example");
        JsonObject second = app.connect("ada@gmail.example");
        JsonObject other = app.connect("grace@gmail.example");

        assertThat(revoke(second.get("access_token").getAsString()).statusCode())
                .isEqualTo(200);

        assertUnauthorized(first.get("access_token").getAsString());
        assertTokenEndpointRefuses(
                app.refresh(first.get("refresh_token").getAsString()),
                400,
                "invalid_grant",
                "Token has been expired or revoked.");
        assertThat(profile(other.get("access_token").getAsString())).isEqualTo("grace@gmail.example");
        assertThat(App.json(revoke(first.get("refresh_token").getAsString()))
                        .get("error")
                        .getAsString())
                .isEqualTo("invalid_token");
    }

    @Test
    void dropsTheOldestOfMoreThanAHundredRefreshTokens() {
        String oldest = app.connect("ada@gmail.example").get("refresh_token").getAsString();
        for (int i = 0; i < 100; i++) {
            app.connect("ada@gmail.example");
        }

        assertThat(app.refresh(oldest).statusCode()).isEqualTo(400);
        assertThat(google.account("ada@gmail.example").refreshTokens()).isEqualTo(100);
    }

    @Test
    void keepsTheSubWhenAnAccountIsRenamed() throws Exception {
        SimulatedAccount ada = google.account("ada@gmail.example");
        String token = app.connect("ada@gmail.example").get("access_token").getAsString();
        String sub = ada.sub();

        ada.rename("countess@gmail.example");

        assertThat(google.account("countess@gmail.example").sub()).isEqualTo(sub);
        assertThat(profile(token)).isEqualTo("countess@gmail.example");
        assertThatThrownBy(() -> ada.rename("grace@gmail.example")).isInstanceOf(IllegalArgumentException.class);
    }

    private HttpResponse<String> revoke(String token) {
        return app.post(google.revocationUri(), Map.of("token", token));
    }

    private String profile(String accessToken) throws IOException {
        return app.gmailWith(accessToken).users().getProfile("me").execute().getEmailAddress();
    }

    private void assertUnauthorized(String accessToken) {
        assertGmailRefuses(() -> profile(accessToken), 401, "authError");
    }
}

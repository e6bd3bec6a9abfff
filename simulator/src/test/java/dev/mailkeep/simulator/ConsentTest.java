package dev.mailkeep.simulator;

import static dev.mailkeep.simulator.Refusals.assertTokenEndpointRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.mailkeep.simulator.http.Parameters;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of consent, the redirects after them, and the popup. */
class ConsentTest {

    private static final Map<String, String> ALLOW =
            Map.of("account", "ada@gmail.example", "gmail", "on", "decision", "allow");

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
    void showsTheAccountsAndThePermission() {
        Map<String, String> request = app.request();
        request.put("login_hint", "grace@gmail.example");

        HttpResponse<String> page = app.page(request);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("simulated Google", "No real account is touched")
                .contains("name=\"account\" value=\"ada@gmail.example\" required>")
                .contains("name=\"account\" value=\"grace@gmail.example\" required checked>")
                .contains("Grace &lt;Hopper&gt;")
                .contains("name=\"gmail\" value=\"on\" checked", "gmail.readonly", "id=\"allow\"", "id=\"cancel\"")
                .doesNotContain("<script");
    }

    @Test
    void showsOnlyTheAccountsForASignIn() {
        Map<String, String> request = app.request();
        request.put("scope", "openid email");

        assertThat(app.page(request).body()).contains("Continue").doesNotContain("name=\"gmail\"");
    }

    @Test
    void refusesAnUnknownClientAndAForeignRedirectOnItsOwnPage() {
        Map<String, String> client = app.request();
        client.put("client_id", "somebody");
        Map<String, String> redirect = app.request();
        redirect.put("redirect_uri", "https://evil.example/callback");

        assertThat(app.page(client).statusCode()).isEqualTo(401);
        assertThat(app.page(client).body()).contains("invalid_client");
        assertThat(app.page(redirect).statusCode()).isEqualTo(400);
        assertThat(app.page(redirect).body()).contains("redirect_uri_mismatch");
    }

    @Test
    void comparesRegisteredRedirectUrisExactly() {
        SimulatedGoogle strict = simulators.start(
                SimulatorSettings.defaults().withRedirectUris(Set.of("https://mail.example/callback")));
        App other = new App(strict);
        Map<String, String> request = other.request();
        assertThat(other.page(request).body()).contains("redirect_uri_mismatch");
        request.put("redirect_uri", "https://mail.example/callback");
        assertThat(other.page(request).statusCode()).isEqualTo(200);
        request.put("redirect_uri", "https://mail.example/callback/");
        assertThat(other.page(request).statusCode()).isEqualTo(400);
    }

    @Test
    void redirectsWithCodeStateAndIssuer() {
        Parameters back = app.allow(app.request(), "ada@gmail.example");

        assertThat(back.text("code")).startsWith("4/");
        assertThat(back.text("state")).isEqualTo("the-state");
        assertThat(back.text("iss")).isEqualTo(google.issuer());
        assertThat(back.text("scope")).contains(App.GMAIL, "https://www.googleapis.com/auth/userinfo.email", "openid");
    }

    @Test
    void redirectsWithAccessDeniedOnCancel() {
        Parameters back = app.decide(app.request(), Map.of("account", "ada@gmail.example", "decision", "cancel"));

        assertThat(back.text("error")).isEqualTo("access_denied");
        assertThat(back.text("state")).isEqualTo("the-state");
        assertThat(back.first("code")).isNull();
    }

    @Test
    void thePopupAnswersOnlyThePageThatOpenedIt() {
        Map<String, String> request = popup("http/localhost:8080");
        assertThat(app.page(request).body())
                .contains("value=\"ada@gmail.example\"")
                .doesNotContain("<script");

        String page = app.post(app.authorization(request), ALLOW).body();

        assertThat(page).contains("opener?.postMessage(", "\"http://localhost:8080\")", "\"id\":\"auth1\"");
        assertThat(app.post(app.authorization(request), Map.of("decision", "cancel"))
                        .body())
                .contains("access_denied")
                .doesNotContain("code");
        for (String other : List.of("https/evil.example", "http/localhost:8080.evil.example", "javascript/localhost")) {
            assertThat(app.page(popup(other)).body()).as(other).contains("redirect_uri_mismatch");
        }
    }

    @Test
    void exchangesAPopupCodeOnlyWithPostmessageAsRedirectUri() {
        String code = popupCode();
        assertTokenEndpointRefuses(app.exchange(code, App.VERIFIER), 400, "redirect_uri_mismatch", "Bad Request");

        var form = Map.of("grant_type", "authorization_code", "redirect_uri", "postmessage");
        Map<String, String> right = new HashMap<>(form);
        right.put("code", popupCode());
        JsonObject tokens = App.json(app.token(right));
        assertThat(tokens.has("refresh_token")).isTrue();

        Map<String, String> ofARedirect = new HashMap<>(form);
        ofARedirect.put("code", app.allow(app.request(), "ada@gmail.example").text("code"));
        assertTokenEndpointRefuses(app.token(ofARedirect), 400, "redirect_uri_mismatch", "Bad Request");
    }

    @Test
    void onlyRegisteredOriginsMayOpenThePopup() {
        SimulatedGoogle strict = simulators.start(
                SimulatorSettings.defaults().withRedirectUris(Set.of("https://mail.example/callback")));
        App other = new App(strict);
        assertThat(other.page(popup("https/mail.example")).statusCode()).isEqualTo(200);
        assertThat(other.page(popup("http/mail.example")).statusCode()).isEqualTo(400);
        assertThat(other.page(popup("https/mail.exampl")).statusCode()).isEqualTo(400);
        assertThat(other.page(popup("http/localhost:8080")).statusCode()).isEqualTo(400);
    }

    @Test
    void servesTheScriptThatOpensThePopup() {
        String script = app.send(HttpRequest.newBuilder(google.scriptUri())).body();

        assertThat(script)
                .contains(
                        "initCodeClient",
                        "'" + google.baseUri() + "'",
                        google.authorizationUri().getPath() + "?")
                .doesNotContain("__");
    }

    private Map<String, String> popup(String page) {
        Map<String, String> request = app.request();
        request.put("redirect_uri", "storagerelay://" + page + "?id=auth1");
        for (String never : List.of("nonce", "state", "code_challenge", "code_challenge_method")) {
            request.remove(never);
        }
        return request;
    }

    private String popupCode() {
        String page =
                app.post(app.authorization(popup("http/localhost:8080")), ALLOW).body();
        return page.replaceAll("(?s).*\"code\":\"([^\"]+)\".*", "$1");
    }
}

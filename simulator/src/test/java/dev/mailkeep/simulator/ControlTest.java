package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.http.LocalServer;
import dev.mailkeep.simulator.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google = simulators.start();
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final App app = new App(google);

    private JsonObject control(String what, String json) {
        HttpResponse<String> answer = app.control(what, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return App.json(answer);
    }

    @Test
    void deliversLabelsAndDeletes() {
        String id = control("deliver", """
                        {"account": "ada@gmail.example", "from": "boss@corp.example", "subject": "Hi",
                         "snippet": "there", "receivedAt": "2026-01-01T00:00:00Z", "labels": ["INBOX"]}
                        """).get("id").getAsString();
        assertThat(ada.mail(id).subject()).isEqualTo("Hi");
        assertThat(ada.mail(id).receivedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));

        control(
                "labels",
                "{\"account\": \"ada@gmail.example\", \"id\": \"" + id
                        + "\", \"add\": [\"SPAM\"], \"remove\": [\"INBOX\"]}");
        assertThat(ada.labels(id)).containsExactly("SPAM");

        control("delete", "{\"account\": \"ada@gmail.example\", \"id\": \"" + id + "\"}");
        assertThat(ada.exists(id)).isFalse();
    }

    @Test
    void changesQuirksQuotaAndClock() {
        control("quirks", "{\"preset\": \"unkind\", \"searchLag\": \"PT5S\"}");
        assertThat(google.quirks()).isEqualTo(Quirks.unkind().withSearchLag(Duration.ofSeconds(5)));
        control("quirks", "{\"looseFrom\": false}");
        assertThat(google.quirks().looseFrom()).isFalse();
        assertThat(google.quirks().bareHistory()).isTrue();

        control("quota", "{\"unitsPerMinutePerUser\": 15000, \"unitCosts\": {\"get\": 5}}");
        assertThat(google.quota().unitsPerMinutePerUser()).isEqualTo(15_000);
        assertThat(google.quota().costOf("get")).isEqualTo(5);

        Instant before = google.clock().instant();
        control("clock", "{\"advance\": \"PT1H\"}");
        assertThat(google.clock().instant()).isAfterOrEqualTo(before.plus(Duration.ofHours(1)));
    }

    @Test
    void revokesGrantsAndReportsTheState() {
        app.connect("ada@gmail.example");
        JsonObject account = state().getAsJsonArray("accounts").get(0).getAsJsonObject();
        assertThat(account.get("email").getAsString()).isEqualTo("ada@gmail.example");
        assertThat(account.get("refreshTokens").getAsInt()).isEqualTo(1);
        assertThat(state().getAsJsonObject("calls").get("token").getAsInt()).isEqualTo(1);

        control("revoke", "{\"account\": \"ada@gmail.example\"}");

        assertThat(ada.refreshTokens()).isZero();
    }

    @Test
    void sendsAndReplaysSecurityEventsToAReceiverOnThisMachineOnly() throws Exception {
        List<String> received = new ArrayList<>();
        LocalServer receiver = simulators.receiver(request -> {
            received.add(request.body());
            return Reply.json(202, "");
        });
        String to = receiver.uri() + "/hooks/risc";
        String event = """
                {"account": "ada@gmail.example", "event": "account-disabled", "reason": "hijacking", "to": "%s"}
                """.formatted(to);
        assertThat(control("risc", event).get("status").getAsInt()).isEqualTo(202);
        control("risc", event.replace("}", ", \"replay\": true}"));
        control("risc", event.replace("}", ", \"forgery\": \"UNSIGNED\"}"));

        assertThat(received).hasSize(3);
        assertThat(received.get(1)).isEqualTo(received.get(0));
        SignedJWT token = SignedJWT.parse(received.get(0));
        assertThat(token.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        assertThat(token.verify(new RSASSAVerifier(publishedKey()))).isTrue();
        assertThat(token.getJWTClaimsSet().getClaims()).containsKeys("iss", "aud", "iat", "jti");
        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("events"))
                .containsOnlyKeys("https://schemas.openid.net/secevent/risc/event-type/account-disabled");
        assertThat(token.getPayload().toString()).contains("hijacking", ada.sub());
        assertThat(received.get(2)).endsWith(".");
        assertThat(app.control("risc", """
                        {"account": "ada@gmail.example", "event": "tokens-revoked", "to": "https://elsewhere.example/"}
                        """).statusCode()).isEqualTo(400);
    }

    private RSAKey publishedKey() throws Exception {
        String configuration =
                app.send(HttpRequest.newBuilder(google.riscConfigurationUri())).body();
        String keys = JsonParser.parseString(configuration)
                .getAsJsonObject()
                .get("jwks_uri")
                .getAsString();
        return JWKSet.parse(app.send(HttpRequest.newBuilder(URI.create(keys))).body())
                .getKeys()
                .get(0)
                .toRSAKey();
    }

    @Test
    void refusesUnknownAccountsAndMalformedBodies() {
        assertThat(app.control("deliver", "{\"account\": \"who@x.example\"}").statusCode())
                .isEqualTo(404);
        assertThat(app.control("delete", "{\"account\": \"ada@gmail.example\", \"id\": \"1\"}")
                        .statusCode())
                .isEqualTo(404);
        for (String what : new String[] {"clock", "quirks", "quota", "faults", "latency", "deliver"}) {
            for (String bad : new String[] {"{", "[]", "{\"nonsense\": 1, \"fault\": \"nonsense\"}"}) {
                assertThat(app.control(what, bad).statusCode()).as(what + bad).isEqualTo(400);
            }
        }
    }

    @Test
    void refusesARequestThatAnyWebPageCouldSend() {
        HttpResponse<String> form =
                app.send(HttpRequest.newBuilder(google.baseUri().resolve("/control/revoke"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"account\": \"ada@gmail.example\"}")));

        assertThat(form.statusCode()).isEqualTo(415);
    }

    private JsonObject state() {
        return JsonParser.parseString(
                        app.send(HttpRequest.newBuilder(google.baseUri().resolve("/control/state")))
                                .body())
                .getAsJsonObject();
    }
}

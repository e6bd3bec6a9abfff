package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlTest {

    private final SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final App app = new App(google);

    @AfterEach
    void stop() {
        google.close();
    }

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
    void turnsTheKnobs() {
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
    void endsGrantsAndTellsTheState() {
        app.connect("ada@gmail.example");
        JsonObject account = state().getAsJsonArray("accounts").get(0).getAsJsonObject();
        assertThat(account.get("email").getAsString()).isEqualTo("ada@gmail.example");
        assertThat(account.get("refreshTokens").getAsInt()).isEqualTo(1);
        assertThat(state().getAsJsonObject("calls").get("token").getAsInt()).isEqualTo(1);

        control("revoke", "{\"account\": \"ada@gmail.example\"}");

        assertThat(ada.refreshTokens()).isZero();
    }

    @Test
    void saysWhatIsWrong() {
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
    void listensToNoWebPage() {
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

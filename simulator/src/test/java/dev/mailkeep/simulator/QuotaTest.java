package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.CallLog;
import dev.mailkeep.simulator.behaviour.Quota;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuotaTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google = simulators.start();
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final SimulatedAccount grace = google.addAccount("grace@gmail.example", "Grace");
    private final String id = ada.deliver(Mail.from("boss@corp.example").build());
    private final App app = new App(google);
    private final String token = accessToken("ada@gmail.example");

    private String accessToken(String email) {
        return app.connect(email).get("access_token").getAsString();
    }

    private HttpResponse<String> call(String path, String accessToken) {
        return app.get(URI.create(google.gmailBaseUri() + "gmail/v1/users/me/" + path), accessToken);
    }

    private HttpResponse<String> get() {
        return call("messages/" + id, token);
    }

    @Test
    void chargesWhatEachMethodCostsToday() {
        google.calls().reset();

        call("profile", token);
        call("history?startHistoryId=" + ada.historyId(), token);
        call("messages?q=from:boss", token);
        get();

        assertThat(google.calls().calls())
                .extracting(CallLog.Call::method, CallLog.Call::units)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("profile", 1),
                        org.assertj.core.groups.Tuple.tuple("history", 2),
                        org.assertj.core.groups.Tuple.tuple("list", 5),
                        org.assertj.core.groups.Tuple.tuple("get", 20));
        assertThat(google.calls().units()).isEqualTo(28);
        assertThat(google.calls().calls()).allMatch(call -> ada.email().equals(call.account()));
    }

    @Test
    void allowsThreeHundredGetsInAnyMinute() {
        for (int i = 0; i < 150; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
        google.clock().advance(Duration.ofSeconds(40));
        for (int i = 0; i < 150; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
        Instant now = google.clock().instant();

        HttpResponse<String> refused = get();

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("retry-after")).isEmpty();
        JsonObject error = App.json(refused).getAsJsonObject("error");
        assertThat(error.get("code").getAsInt()).isEqualTo(403);
        assertThat(error.get("status").getAsString()).isEqualTo("PERMISSION_DENIED");
        JsonObject first = error.getAsJsonArray("errors").get(0).getAsJsonObject();
        assertThat(first.get("reason").getAsString()).isEqualTo("rateLimitExceeded");
        assertThat(first.get("domain").getAsString()).isEqualTo("usageLimits");
        String message = error.get("message").getAsString();
        assertThat(message).startsWith("User-rate limit exceeded.  Retry after ");
        Instant retryAt = Instant.parse(message.substring(message.lastIndexOf(' ') + 1));
        assertThat(retryAt).isBetween(now, now.plusSeconds(21));
        assertThat(google.calls().rejected()).isEqualTo(1);
        assertThat(google.calls().units()).as("refused calls cost nothing").isEqualTo(6_000);

        google.clock()
                .advance(Duration.between(google.clock().instant(), retryAt).plusMillis(1));
        assertThat(get().statusCode()).as("at the time it named").isEqualTo(200);
        google.clock().advance(Duration.ofSeconds(20));
        for (int i = 0; i < 149; i++) {
            assertThat(get().statusCode()).as("the window slides").isEqualTo(200);
        }
        assertThat(get().statusCode()).isEqualTo(403);
        assertThat(google.calls().rejected()).isEqualTo(2);
    }

    @Test
    void limitsEachAccountAndTheWholeProject() {
        google.quota(Quota.ofToday().withUnitsPerMinutePerUser(20).withUnitsPerMinutePerProject(22));
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(get().statusCode()).isEqualTo(403);
        String other = accessToken("grace@gmail.example");
        assertThat(call("profile", other).statusCode()).isEqualTo(200);
        assertThat(call("profile", other).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = call("profile", other);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("rateLimitExceeded", "Queries per minute");
        assertThat(grace.size()).isZero();
    }

    @Test
    void refusesTooManyCallsAtTheSameTime() throws Exception {
        google.latency(Duration.ofMillis(700));
        google.quota(Quota.ofToday().withConcurrentPerUser(3));
        ExecutorService threads = Executors.newFixedThreadPool(5);
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(threads.submit(this::get));
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> call : calls) {
            answers.add(call.get());
        }
        threads.shutdown();

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(3);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 429)
                .hasSize(2)
                .allMatch(answer -> answer.body().contains("Too many concurrent requests for user")
                        && answer.body().contains("RESOURCE_EXHAUSTED"));
        assertThat(google.calls().peakConcurrency(ada.email())).isEqualTo(5);
        assertThat(google.calls().rejected()).isEqualTo(2);
        assertThat(google.calls().units()).isEqualTo(60);
        google.latency(Duration.ZERO);
        assertThat(get().statusCode()).as("afterwards there is room again").isEqualTo(200);
    }
}

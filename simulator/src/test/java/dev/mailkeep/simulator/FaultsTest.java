package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.gmail.Gmail;
import com.google.gson.JsonObject;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.CallLog;
import dev.mailkeep.simulator.behaviour.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google = simulators.start();
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final App app = new App(google);
    private final JsonObject tokens = app.connect("ada@gmail.example");
    private final Gmail gmail = app.gmailWith(tokens.get("access_token").getAsString());

    @BeforeEach
    void countFromHere() {
        google.calls().reset();
    }

    private String profile() throws IOException {
        return gmail.users().getProfile("me").execute().getEmailAddress();
    }

    private int refresh() {
        return app.refresh(tokens.get("refresh_token").getAsString()).statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "rateLimited, 403, rateLimitExceeded, PERMISSION_DENIED",
        "projectRateLimited, 403, rateLimitExceeded, PERMISSION_DENIED",
        "tooManyConcurrent, 429, rateLimitExceeded, RESOURCE_EXHAUSTED",
        "backendError, 500, backendError, INTERNAL",
        "unauthenticated, 401, authError, UNAUTHENTICATED",
        "insufficientScope, 403, insufficientPermissions, PERMISSION_DENIED",
        "apiDisabled, 403, accessNotConfigured, PERMISSION_DENIED",
        "domainPolicy, 403, domainPolicy, PERMISSION_DENIED",
        "noGmail, 400, failedPrecondition, FAILED_PRECONDITION",
        "notFound, 404, notFound, NOT_FOUND",
        "invalidArgument, 400, invalidArgument, INVALID_ARGUMENT",
    })
    void answersAsGmailDoes(String fault, int status, String reason, String rpcStatus) throws IOException {
        assertThat(app.control("faults", "{\"fault\": \"" + fault + "\"}").statusCode())
                .isEqualTo(200);

        assertThatThrownBy(this::profile).isInstanceOfSatisfying(GoogleJsonResponseException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(status);
            assertThat(e.getDetails().getErrors().get(0).getReason()).isEqualTo(reason);
            assertThat(e.getDetails().get("status")).isEqualTo(rpcStatus);
        });
        assertThat(profile()).as("once").isEqualTo("ada@gmail.example");
        assertThat(google.calls().units()).as("faults cost nothing").isEqualTo(1);
        assertThat(google.calls().rejected()).as("and are not the quota's").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "invalidGrant, 400, Token has been expired or revoked.",
        "invalidRapt, 400, invalid_rapt",
        "invalidClient, 401, Unauthorized",
        "adminPolicy, 400, admin_policy_enforced",
    })
    void answersAsTheTokenEndpointDoes(String fault, int status, String text) throws IOException {
        app.control("faults", "{\"fault\": \"" + fault + "\"}");

        assertThat(profile()).as("Gmail is not hit").isEqualTo("ada@gmail.example");
        var answer = app.refresh(tokens.get("refresh_token").getAsString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
        assertThat(refresh()).isEqualTo(200);
    }

    @Test
    void hitsOnlyTheGivenMethodAccountAndNumberOfCalls() throws IOException {
        google.addAccount("grace@gmail.example", "Grace");
        Gmail grace = app.gmail("grace@gmail.example");
        google.faults().inject(Fault.backendError(503).on("profile").times(2).forAccount("ada@gmail.example"));
        google.faults().inject(Fault.backendError(502).on("profile").times(-1).forAccount("ada@gmail.example"));

        assertThat(gmail.users().messages().list("me").execute()).isNotNull();
        assertThat(grace.users().getProfile("me").execute()).isNotNull();
        for (int status : List.of(503, 503, 502, 502, 502)) {
            assertThatThrownBy(this::profile)
                    .isInstanceOfSatisfying(
                            GoogleJsonResponseException.class,
                            e -> assertThat(e.getStatusCode()).isEqualTo(status));
        }
        google.faults().clear();
        assertThat(profile()).isEqualTo("ada@gmail.example");
    }

    @Test
    void sendsHtmlWithoutDetails() {
        google.faults().inject(Fault.html502());

        assertThatThrownBy(this::profile).isInstanceOfSatisfying(GoogleJsonResponseException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(502);
            assertThat(e.getDetails()).isNull();
        });
    }

    @Test
    void dropsConnectionsAndTruncatesAnswers() throws IOException {
        // Twice: the JDK's HTTP client asks a second time when a kept connection closes at once.
        google.faults().inject(Fault.dropConnection().on("token").times(2));
        assertThatThrownBy(this::refresh).isInstanceOf(UncheckedIOException.class);
        google.faults().clear();
        google.faults().inject(Fault.truncated().on("token"));
        assertThatThrownBy(this::refresh).isInstanceOf(UncheckedIOException.class);

        assertThat(refresh()).isEqualTo(200);
        assertThat(google.calls().calls())
                .filteredOn(call -> call.method().equals("token"))
                .first()
                .extracting(CallLog.Call::status)
                .isEqualTo(0);
    }

    @Test
    void delaysAnAnswer() throws IOException {
        google.faults().inject(Fault.hang(Duration.ofMillis(300)));
        Instant before = Instant.now();

        assertThat(profile()).isEqualTo("ada@gmail.example");

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(ada.size()).isZero();
    }

    @Test
    void sendsAnyAnswerItIsGiven() {
        app.control(
                "faults",
                "{\"method\": \"token\", \"status\": 429, \"body\": \"slow down\", \"headers\": {\"Retry-After\": \"7\"}}");

        var answer = app.refresh(tokens.get("refresh_token").getAsString());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("slow down");
        assertThat(answer.headers().firstValue("retry-after")).contains("7");
    }
}

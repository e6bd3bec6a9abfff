package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import java.io.IOException;
import java.net.http.HttpResponse;

/** How Google refuses, as its clients see it. */
final class Refusals {

    private Refusals() {}

    /** A call of Google's client. */
    interface Call {
        Object execute() throws IOException;
    }

    static void assertGmailRefuses(Call call, int status, String reason) {
        assertThatThrownBy(call::execute).isInstanceOfSatisfying(GoogleJsonResponseException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(status);
            assertThat(e.getDetails().getCode()).isEqualTo(status);
            assertThat(e.getDetails().getErrors().get(0).getReason()).isEqualTo(reason);
        });
    }

    static void assertTokenEndpointRefuses(HttpResponse<String> answer, int status, String error, String description) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(App.json(answer).get("error").getAsString()).isEqualTo(error);
        assertThat(App.json(answer).get("error_description").getAsString()).isEqualTo(description);
    }
}

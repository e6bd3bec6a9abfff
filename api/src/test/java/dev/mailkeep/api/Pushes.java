package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.pubsub.OidcToken;
import dev.mailkeep.workflows.mailbox.MailboxWorkflow;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** Gmail's push: its settings, and posts that look like Pub/Sub's. */
final class Pushes {

    static final String TOPIC = "projects/simulated/topics/gmail";
    static final String PUSHED = "projects/simulated/subscriptions/pushed";
    static final String PULLED = "projects/simulated/subscriptions/pulled";
    static final String AUDIENCE = "https://mail.example.org/hooks/gmail";
    static final String SERVICE_ACCOUNT = "push@simulated.iam.gserviceaccount.com";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Pushes() {}

    /** A Mailkeep that checks by itself once an hour, which is longer than any test takes. */
    static MailkeepEnvironment quiet(MailkeepEnvironment environment) {
        return environment.with("MAILKEEP_SYNC_INTERVAL", "PT1H");
    }

    /** A Mailkeep to which Pub/Sub posts. */
    static MailkeepEnvironment posted(MailkeepEnvironment environment) {
        return environment
                .with("GMAIL_PUSH_TOPIC", TOPIC)
                .with("GMAIL_PUSH_AUDIENCE", AUDIENCE)
                .with("GMAIL_PUSH_SERVICE_ACCOUNT", SERVICE_ACCOUNT);
    }

    /** A Mailkeep that pulls from Pub/Sub. */
    static MailkeepEnvironment pulled(SimulatedGoogle google, MailkeepEnvironment environment) {
        return environment
                .with("GMAIL_PUSH_TOPIC", TOPIC)
                .with("GMAIL_PUSH_SUBSCRIPTION", PULLED)
                .with("PUBSUB_BASE_URL", google.gmailBaseUri().toString());
    }

    /** Connects an account, and returns the mailbox's id once Gmail pushes for it. */
    static String connect(MailkeepExtension mailkeep, SimulatedAccount account) {
        Browser browser = mailkeep.browser();
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, List.of(BOSS));
        SimulatedGoogle google = mailkeep.google();
        eventually(() -> {
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(google.watchedUntil(account.email()))
                    .isAfter(google.clock().instant());
            assertThat(mailkeep.jdbc()
                            .sql("select watch_expires_at is not null from mailboxes where id = cast(:id as uuid)")
                            .param("id", mailbox)
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        });
        return mailbox;
    }

    /** What a genuine post is signed with. */
    static OidcToken genuine(SimulatedGoogle google) {
        return google.pubSub().token(AUDIENCE, SERVICE_ACCOUNT);
    }

    /** Says that something changed in an account. */
    static String hint(SimulatedGoogle google, String address) {
        return google.pubSub()
                .envelope(PUSHED, "{\"emailAddress\": \"" + address + "\", \"historyId\": \"99999999999\"}", "1");
    }

    /** Posts a body to a Mailkeep; an empty token: without one. Returns the answer's status. */
    static int post(URI mailkeep, String token, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(mailkeep.resolve("/hooks/gmail"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** How many hints the workflow of a mailbox has received. */
    static long hints(MailkeepExtension mailkeep, String mailbox) {
        return mailkeep
                .bean(WorkflowClient.class)
                .fetchHistory(MailboxWorkflow.idOf(UUID.fromString(mailbox)))
                .getEvents()
                .stream()
                .filter(event -> event.getWorkflowExecutionSignaledEventAttributes()
                        .getSignalName()
                        .equals("mailArrived"))
                .count();
    }
}

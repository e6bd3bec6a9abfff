package dev.mailkeep.workflows.mailbox;

import static dev.mailkeep.workflows.mailbox.FakeOutside.finalFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.SearchAttributes;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees in the Temporal UI, and what must not be seen there. */
class VisibilityTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void theSearchAttributeIsWrittenOnlyWhenTheStatusChanges() {
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(30));
        assertThat(upserts()).isEqualTo(1);

        mailbox.stub().pause(null);
        mailbox.awaitStatus(MailboxStatus.PAUSED);
        mailbox.stub().resume(null);
        mailbox.awaitStatus(MailboxStatus.LIVE);
        mailbox.pass(Duration.ofMinutes(30));

        assertThat(upserts()).isEqualTo(3);
        assertThat(mailbox.listedStatus()).isEqualTo("LIVE");
    }

    @Test
    void aStatusSetAtTheStartIsNotWrittenAgain() {
        mailbox.startAs("LIVE");
        mailbox.pass(Duration.ofHours(1));

        assertThat(upserts()).isZero();
        assertThat(mailbox.listedStatus()).isEqualTo("LIVE");
    }

    @Test
    void theUserStaysListedAcrossRuns() {
        mailbox.startAs("LIVE");
        mailbox.pass(Duration.ofHours(30));

        assertThat(mailbox.untyped().describe().getTypedSearchAttributes().get(SearchAttributes.MAILKEEP_USER))
                .isEqualTo(mailbox.userId.toString());
    }

    @Test
    void detailsAndSummariesContainOnlyConstantWordsAndInstants() {
        mailbox.outside().toImport(2, 1);
        mailbox.outside().fail("storeMessages", () -> finalFailure(FailureTypes.DATABASE_UNAVAILABLE));
        mailbox.start();
        mailbox.pass(Duration.ofMinutes(10));

        String details = mailbox.untyped()
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
        assertThat(details)
                .matches("(?s)\\*\\*DEGRADED\\*\\* \\(DatabaseUnavailable\\)\\n\\n- stored by this workflow: 0\\n"
                        + "- last check: [-0-9T:.Z]+\\n- failed steps in a row: \\d+\\n- next attempt: [-0-9T:.Z]+");
        assertThat(summaries())
                .containsOnly(
                        "\"Find messages\"",
                        "\"Store messages\"",
                        "\"Read or write the row\"",
                        "\"Refresh the access token\"",
                        "\"Report a failure\"",
                        "\"Wait before the next attempt\"");
    }

    @Test
    void theCauseInASignalIsNotRepeatedAnywhere() {
        mailbox.startAndSettle();

        mailbox.stub().accessRevoked("REVOKED_BY_USER");
        mailbox.pass(Duration.ofMinutes(1));

        List<HistoryEvent> repeating = mailbox.history().getEvents().stream()
                .filter(event -> event.toByteString()
                        .toString(StandardCharsets.ISO_8859_1)
                        .contains("REVOKED_BY_USER"))
                .toList();
        assertThat(repeating)
                .extracting(HistoryEvent::getEventType)
                .containsExactly(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    }

    @Test
    void theStatusCanBeQueriedAtAnyTime() {
        Gate reading = mailbox.outside().hold("readDesiredState");
        mailbox.start();
        reading.awaitEntered();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.status().lastCheckAt()).isNull();
        reading.open();

        mailbox.pass(Duration.ofMinutes(1));
        MailboxSnapshot live = mailbox.status();
        Instant lastCheckAt = Objects.requireNonNull(live.lastCheckAt());
        // The interval counts from when the check began.
        assertThat(live.nextCheckAt())
                .isAfter(lastCheckAt.plus(Duration.ofMinutes(4)))
                .isBeforeOrEqualTo(lastCheckAt.plus(Duration.ofMinutes(5)));

        mailbox.stub().disconnect(null);
        mailbox.awaitEnd();
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.DISCONNECTING);
    }

    private int upserts() {
        return mailbox.events(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
                .size();
    }

    private List<String> summaries() {
        return mailbox.history().getEvents().stream()
                .filter(HistoryEvent::hasUserMetadata)
                .map(event -> event.getUserMetadata().getSummary().getData().toStringUtf8())
                .distinct()
                .toList();
    }
}

package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.mailbox.FakeOutside.Gate;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding and storing older mail. */
class ImportTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @Test
    void listingAndStoringTakeTurns() {
        mailbox.outside().toImport(3, 10);

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().names())
                .containsExactly(
                        "readDesiredState",
                        "refreshToken",
                        "check",
                        "list",
                        "storeMessages",
                        "list",
                        "storeMessages",
                        "list",
                        "storeMessages");
        assertThat(mailbox.status().stored()).isEqualTo(30);
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }

    @Test
    void isImportingUntilTheLastMessageIsStored() {
        mailbox.outside().toImport(1, 10);
        Gate storing = mailbox.outside().hold("storeMessages");
        mailbox.start();

        storing.awaitEntered();
        mailbox.awaitStatus(MailboxStatus.IMPORTING);
        assertThat(mailbox.listedStatus()).isEqualTo("IMPORTING");

        storing.open();
        mailbox.awaitStatus(MailboxStatus.LIVE);
        assertThat(mailbox.listedStatus()).isEqualTo("LIVE");
    }

    @Test
    void aRequestedCheckIsMadeBeforeTheImportGoesOn() {
        mailbox.outside().toImport(3, 10);
        Gate listing = mailbox.outside().hold("list");
        mailbox.start();
        listing.awaitEntered();

        mailbox.stub().checkNow();
        mailbox.eventually(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
        listing.open();
        mailbox.pass(Duration.ofMinutes(1));

        assertThat(mailbox.outside().names())
                .startsWith("readDesiredState", "refreshToken", "check", "list", "check", "storeMessages", "list");
    }

    @Test
    void aCheckThatFallsDueDuringTheImportGoesFirst() {
        mailbox.outside().interval(Duration.ofSeconds(20));
        mailbox.outside().toImport(1, 1);
        mailbox.outside()
                .answer(
                        "list",
                        () -> new Progress(
                                Outcome.THROTTLED,
                                0,
                                0,
                                true,
                                true,
                                false,
                                null,
                                null,
                                mailbox.now().plusSeconds(12),
                                Duration.ofSeconds(20)));

        mailbox.start();
        mailbox.pass(Duration.ofSeconds(47));

        assertThat(mailbox.outside().names())
                .containsExactly("readDesiredState", "refreshToken", "check", "list", "list", "check", "list", "list");
    }

    @Test
    void aMessageThatHasToWaitIsFetchedWhenItsTimeComes() {
        mailbox.outside().interval(Duration.ofHours(1));
        mailbox.outside().toImport(1, 1);
        mailbox.outside().answer("storeMessages", () -> {
            mailbox.outside().answerAsUsual("storeMessages");
            return new Progress(
                    Outcome.DONE,
                    0,
                    0,
                    true,
                    false,
                    false,
                    mailbox.now().plusSeconds(60),
                    null,
                    null,
                    Duration.ofHours(1));
        });

        mailbox.start();
        mailbox.pass(Duration.ofMinutes(2));

        List<Instant> stores = mailbox.outside().times("storeMessages");
        assertThat(stores).hasSize(2);
        assertThat(Duration.between(stores.get(0), stores.get(1)))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
        assertThat(mailbox.status().status()).isEqualTo(MailboxStatus.LIVE);
    }
}

package dev.mailkeep.activities.notify;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notifications in the page. */
class NotificationTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void withoutAMailServerTheNotificationIsInThePage() {
        mailkeep.loseGrant();

        mailkeep.notifyOwner();

        assertThat(mailkeep.count("notifications where emailed_at is null")).isEqualTo(1);
    }

    @Test
    void afterAReconnectTheAlarmIsReadAndTheRecoveryIsNotifiedOnce() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.loseGrant();
        mailkeep.notifyOwner();
        mailkeep.deliver(BOSS);
        mailkeep.deliver(BOSS);

        mailkeep.reconnect();
        assertThat(mailkeep.count("notifications where kind = 'NEEDS_RECONNECT' and read_at is null"))
                .isZero();
        recoveries().notifyOwners();
        assertThat(mailkeep.count("notifications where kind = 'RECOVERED'")).isZero();
        mailkeep.check();
        recoveries().notifyOwners();
        assertThat(mailkeep.count("notifications where kind = 'RECOVERED'"))
                .as("found and not stored yet")
                .isZero();

        mailkeep.settle();
        recoveries().notifyOwners();
        recoveries().notifyOwners();

        assertThat(mailkeep.count("notifications where kind = 'RECOVERED' and messages = 2 and read_at is null"))
                .isEqualTo(1);
        assertThat(mailkeep.count("recoveries")).isZero();
    }

    @Test
    void theEndOfABlockIsNotifiedToo() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.domainPolicy().on("history"));
        Failures.of(mailkeep::check);
        mailkeep.notifyOwner();
        mailkeep.deliver(BOSS);

        mailkeep.settle();
        // The check that found the message began while the mailbox still counted as blocked: the next check proves the
        // recovery.
        mailkeep.settle();
        recoveries().notifyOwners();

        assertThat(mailkeep.count("notifications where kind = 'BLOCKED' and read_at is null"))
                .isZero();
        assertThat(mailkeep.count("notifications where kind = 'RECOVERED'")).isEqualTo(1);
    }

    @Test
    void aMailboxWithoutSendersRecoversWithNoMessages() {
        mailkeep.loseGrant();
        mailkeep.reconnect();
        recoveries().notifyOwners();

        assertThat(mailkeep.count("notifications where kind = 'RECOVERED' and messages = 0"))
                .isEqualTo(1);
    }

    private Recoveries recoveries() {
        return mailkeep.bean(Recoveries.class);
    }
}

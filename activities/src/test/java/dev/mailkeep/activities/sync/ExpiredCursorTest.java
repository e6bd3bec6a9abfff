package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiredCursorTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void keptMailOfRemovedSendersIsRecheckedById() {
        mailkeep.watch(BOSS, "friend@corp.example");
        String id = mailkeep.stored("friend@corp.example");
        mailkeep.watch(BOSS);
        mailkeep.account().addLabels(id, "TRASH");
        mailkeep.account().expireHistory();
        mailkeep.settle();

        assertThat(mailkeep.labels(id)).contains("TRASH");
    }

    @Test
    void aMessageListedInTrashLosesTheSpamLabelThatItNoLongerHas() {
        mailkeep.watch(BOSS);
        String id = mailkeep.stored(BOSS);
        mailkeep.account().addLabels(id, "TRASH", "SPAM");
        mailkeep.settle();
        mailkeep.account().removeLabels(id, "SPAM");
        mailkeep.account().expireHistory();
        mailkeep.settle();

        assertThat(mailkeep.labels(id)).contains("TRASH").doesNotContain("SPAM");
    }

    @Test
    void changesInTheLostHistoryAreFoundByListing() {
        mailkeep.useQuirks(Quirks.unkind().withSearchLag(Duration.ZERO));
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(mailkeep.deliver(BOSS));
        }
        mailkeep.watch(BOSS);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).hasSize(20);

        mailkeep.account().delete(ids.get(0));
        mailkeep.account().addLabels(ids.get(1), "TRASH");
        mailkeep.account().addLabels(ids.get(2), "SPAM");
        String arrived = mailkeep.deliver(BOSS);
        String spam = mailkeep.account().deliver(Mail.from(BOSS).labels("SPAM").build());
        mailkeep.account().expireHistory();
        mailkeep.settle();
        // Gmail denied it for ten minutes.
        mailkeep.jdbc()
                .sql("update message_queue set missing_since = now() - interval '11 minutes', not_before = now()")
                .update();
        mailkeep.settle();

        var expected = new HashSet<>(ids);
        expected.add(arrived);
        assertThat(mailkeep.storedIds()).isEqualTo(expected).doesNotContain(spam);
        assertThat(mailkeep.deleted(ids.get(0))).isTrue();
        assertThat(mailkeep.labels(ids.get(1))).contains("TRASH");
        assertThat(mailkeep.labels(ids.get(2))).contains("SPAM");
        assertThat(mailkeep.count("email_messages where deleted_at is not null"))
                .isEqualTo(1);
        assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString());
    }

    @Test
    void aMessageThatLeftTrashInTheLostHistoryHasItsLabelsAgain() {
        mailkeep.watch(BOSS);
        String id = mailkeep.stored(BOSS);
        mailkeep.account().addLabels(id, "TRASH");
        mailkeep.check();
        assertThat(mailkeep.labels(id)).contains("TRASH");

        mailkeep.account().removeLabels(id, "TRASH");
        mailkeep.account().expireHistory();
        mailkeep.settle();

        assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account().labels(id));
    }

    @Test
    void theGapOfAnUnfinishedListingJobPassesToTheNext() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc()
                .sql("update mailboxes set last_check_at = now() - interval '3 days'")
                .update();
        mailkeep.account().expireHistory();
        mailkeep.check();
        mailkeep.account().expireHistory();
        mailkeep.check();

        assertThat(mailkeep.count("listing_jobs where purpose = 'EXPIRED' and gap_from < now() - interval '2 days'"))
                .isEqualTo(1);
        assertThat(mailkeep.count("listing_jobs")).isEqualTo(1);
    }

    @Test
    void aHistoryThatExpiresSixTimesADayIsAFailure() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        for (int i = 0; i < 6; i++) {
            mailkeep.account().expireHistory();
            mailkeep.settle();
        }
        mailkeep.account().expireHistory();

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);
    }
}

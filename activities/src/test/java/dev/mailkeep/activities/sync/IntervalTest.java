package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @ParameterizedTest
    @CsvSource({
        // A mailbox with an interval of five minutes, up to the half hour of the setting.
        "300, 0 days, PT5M",
        "300, 23 hours, PT5M",
        "300, 25 hours, PT10M",
        "300, 49 hours, PT20M",
        "300, 73 hours, PT30M",
        "300, 400 days, PT30M",
        // An interval that the owner chose longer than that stays.
        "7200, 400 days, PT2H",
        "10, 25 hours, PT20S"
    })
    void aMailboxWithoutMailIsCheckedLessOftenFromDayToDay(int seconds, String quietFor, Duration expected) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc()
                .sql(
                        "update mailboxes set sync_interval_seconds = :seconds, last_activity_at = now() - cast(:quiet as interval)")
                .param("seconds", seconds)
                .param("quiet", quietFor)
                .update();

        assertThat(mailkeep.check().interval()).isEqualTo(expected);
        assertThat(mailkeep.count("mailboxes where abs(extract(epoch from next_check_at - now()) - "
                        + expected.toSeconds() + ") < 5"))
                .isEqualTo(1);
    }

    @Test
    void newMailBringsItsIntervalBack() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        quietForAMonth();
        mailkeep.deliver("someone@elsewhere.example");
        assertThat(mailkeep.check().interval()).isEqualTo(Duration.ofMinutes(30));

        mailkeep.deliver(BOSS);

        assertThat(mailkeep.check().interval()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aChangeByTheOwnerBringsItsIntervalBackToo() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        quietForAMonth();
        mailkeep.change(Removed.KEEP, BOSS, "@list.example");
        assertThat(mailkeep.check().interval()).isEqualTo(Duration.ofMinutes(5));

        quietForAMonth();
        mailkeep.command(Kind.RESUME);
        assertThat(mailkeep.check().interval()).isEqualTo(Duration.ofMinutes(5));
    }

    private void quietForAMonth() {
        mailkeep.jdbc()
                .sql("update mailboxes set last_activity_at = now() - interval '30 days'")
                .update();
    }
}

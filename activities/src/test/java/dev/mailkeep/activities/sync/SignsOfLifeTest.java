package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.activities.mailbox.SignsOfLife.Silent;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which workflows the reconciler signals, by what their rows say. */
class SignsOfLifeTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aMailboxThatIsCheckedIsNotSilentUntilACheckIsMissed() {
        mailkeep.watch(BOSS);
        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        mailkeep.settle();
        assertThat(silent()).isEmpty();

        // Twice the interval of five minutes.
        age(Duration.ofMinutes(9));
        assertThat(silent()).isEmpty();
        age(Duration.ofMinutes(2));
        assertThat(silent()).extracting(Silent::mailboxId).containsExactly(mailkeep.mailboxId());

        mailkeep.check();
        assertThat(silent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desired_state = 'PAUSE'",
                "condition = 'NEEDS_RECONNECT'",
                "condition = 'BLOCKED'",
                "failure_type = 'GoogleUnavailable'",
                "throttled_until = now() + interval '1 hour'"
            })
    void aMailboxThatWaitsIsSilentAfterMoreThanAnHour(String waiting) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc().sql("update mailboxes set " + waiting).update();
        mailkeep.row().readDesiredState(mailkeep.mailboxId());

        age(Duration.ofMinutes(74));
        assertThat(silent()).isEmpty();
        age(Duration.ofMinutes(2));
        assertThat(silent()).hasSize(1);

        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        assertThat(silent()).isEmpty();
    }

    @Test
    void aMailboxWhoseNextCheckIsFarAwayIsSilentAfterAnHourToo() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc()
                .sql("update mailboxes set next_check_at = now() + interval '7 days'")
                .update();

        age(Duration.ofMinutes(74));
        assertThat(silent()).isEmpty();
        age(Duration.ofMinutes(2));
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aCheckThatAPersonAsksForIsAskedForAgainUntilItIsMade() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        mailkeep.jdbc()
                .sql("update mailboxes set next_check_at = now() + interval '7 days'")
                .update();
        signs().told(mailkeep.mailboxId(), Duration.ofMinutes(10));

        signs().checkWanted(mailkeep.mailboxId());
        age(Duration.ofMinutes(4));
        assertThat(silent()).isEmpty();
        age(Duration.ofMinutes(2));
        assertThat(silent()).extracting(Silent::mailboxId).containsExactly(mailkeep.mailboxId());

        mailkeep.check();
        assertThat(silent()).isEmpty();
    }

    @Test
    void aCheckThatAPersonAsksForOfABlockedMailboxIsAskedForAgainUntilTheRowIsRead() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc()
                .sql("update mailboxes set condition = 'BLOCKED', next_check_at = null")
                .update();
        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        assertThat(silent()).isEmpty();

        signs().checkWanted(mailkeep.mailboxId());
        assertThat(silent()).extracting(Silent::differs).containsExactly(true);

        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        assertThat(silent()).isEmpty();
    }

    @Test
    void aMailboxWithoutSendersCanMissNoCheck() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.watch();
        mailkeep.row().readDesiredState(mailkeep.mailboxId());

        age(Duration.ofMinutes(74));

        assertThat(silent()).isEmpty();
    }

    @Test
    void aMailboxThatNoWorkflowHasReadIsSilentAMinuteAfterItWasConnected() {
        assertThat(silent()).isEmpty();

        mailkeep.jdbc()
                .sql("update mailboxes set connected_at = connected_at - interval '61 seconds'")
                .update();

        assertThat(silent()).hasSize(1);
    }

    @Test
    void aRowThatDiffersFromWhatTheWorkflowReadIsNoticedAtOnce() {
        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        for (String change : List.of(
                "update mailboxes set desired_state = 'PAUSE'",
                "update mailboxes set desired_state = 'RUN', condition = 'BLOCKED'",
                "insert into watched_senders (mailbox_id, sender) select id, 'boss@corp.example' from mailboxes",
                "update mailboxes set condition = 'NEEDS_RECONNECT'",
                "update mailboxes set condition = 'OK'",
                "delete from watched_senders")) {
            mailkeep.jdbc().sql(change).update();

            assertThat(silent()).as(change).extracting(Silent::differs).containsExactly(true);
            mailkeep.row().readDesiredState(mailkeep.mailboxId());
            assertThat(silent()).as(change).isEmpty();
        }
    }

    @Test
    void anUndeliveredCommandIsNamedUntilTheWorkflowHasWrittenIt() {
        mailkeep.row().readDesiredState(mailkeep.mailboxId());
        long version = mailkeep.command(Kind.PAUSE);

        assertThat(silent())
                .containsExactly(new Silent(mailkeep.mailboxId(), mailkeep.userId(), Desired.PAUSE, version, true));

        mailkeep.row().writeCommand(mailkeep.mailboxId(), Command.of(Kind.PAUSE, version));
        assertThat(silent()).isEmpty();
    }

    @Test
    void aWorkflowThatWasSignalledIsLeftAloneForAWhileUnlessACommandIsWritten() {
        mailkeep.command(Kind.PAUSE);
        signs().told(mailkeep.mailboxId(), Duration.ofMinutes(10));
        assertThat(silent()).isEmpty();
        assertThat(signs().page(null, 10, true)).hasSize(1);

        mailkeep.command(Kind.RESUME);

        assertThat(silent()).extracting(Silent::undelivered).containsExactly(2L);
    }

    @Test
    void pagesNameEachMailboxOnce() {
        for (int i = 0; i < 24; i++) {
            mailkeep.jdbc()
                    .sql("""
                            insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                            values (gen_random_uuid(), :user, 'x', :sub, 'x', 300)
                            """)
                    .param("user", mailkeep.userId())
                    .param("sub", Integer.toString(i))
                    .update();
        }
        List<UUID> seen = new ArrayList<>();
        @Nullable UUID after = null;
        List<Silent> page;
        while (!(page = signs().page(after, 7, true)).isEmpty()) {
            page.forEach(one -> seen.add(one.mailboxId()));
            after = page.get(page.size() - 1).mailboxId();
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    private SignsOfLife signs() {
        return mailkeep.bean(SignsOfLife.class);
    }

    private List<Silent> silent() {
        return signs().page(null, 10, false);
    }

    /** Makes everything in the row that much older. */
    private void age(Duration time) {
        mailkeep.jdbc().sql("""
                        update mailboxes
                        set read_at = read_at - make_interval(secs => :seconds),
                            last_synced_at = last_synced_at - make_interval(secs => :seconds),
                            next_check_at = next_check_at - make_interval(secs => :seconds)
                        """).param("seconds", time.toSeconds()).update();
    }
}

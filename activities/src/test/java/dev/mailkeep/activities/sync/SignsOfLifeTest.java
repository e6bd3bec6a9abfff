package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which workflows the reconciler has something to tell, as their rows know. */
class SignsOfLifeTest {

    @Test
    void aMailboxThatIsLookedAtIsLeftAloneUntilALookIsMissed() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.row.readDesiredState(mailkeep.mailboxId);
            mailkeep.settle();
            assertThat(silent(mailkeep)).isEmpty();

            // The interval of five minutes, and as much again.
            age(mailkeep, Duration.ofMinutes(9));
            assertThat(silent(mailkeep)).isEmpty();
            age(mailkeep, Duration.ofMinutes(2));
            assertThat(silent(mailkeep)).extracting(Silent::mailboxId).containsExactly(mailkeep.mailboxId);

            mailkeep.check();
            assertThat(silent(mailkeep)).isEmpty();
        }
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
    void aMailboxThatRestsHasMoreThanAnHour(String resting) {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.jdbc.sql("update mailboxes set " + resting).update();
            mailkeep.row.readDesiredState(mailkeep.mailboxId);

            age(mailkeep, Duration.ofMinutes(74));
            assertThat(silent(mailkeep)).isEmpty();
            age(mailkeep, Duration.ofMinutes(2));
            assertThat(silent(mailkeep)).hasSize(1);

            mailkeep.row.readDesiredState(mailkeep.mailboxId);
            assertThat(silent(mailkeep)).isEmpty();
        }
    }

    @Test
    void aMailboxWhoseNextLookIsFarAwayIsMissedAfterAnHourToo() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.jdbc
                    .sql("update mailboxes set next_check_at = now() + interval '7 days'")
                    .update();

            age(mailkeep, Duration.ofMinutes(74));
            assertThat(silent(mailkeep)).isEmpty();
            age(mailkeep, Duration.ofMinutes(2));
            assertThat(silent(mailkeep)).hasSize(1);
        }
    }

    @Test
    void aMailboxWithoutSendersHasNoLookToMiss() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.watch();
            mailkeep.row.readDesiredState(mailkeep.mailboxId);

            age(mailkeep, Duration.ofMinutes(74));

            assertThat(silent(mailkeep)).isEmpty();
        }
    }

    @Test
    void aMailboxThatNobodyHasReadIsDueAMinuteAfterItWasConnected() {
        try (var mailkeep = MailboxFixture.kind()) {
            assertThat(silent(mailkeep)).isEmpty();

            mailkeep.jdbc
                    .sql("update mailboxes set connected_at = connected_at - interval '61 seconds'")
                    .update();

            assertThat(silent(mailkeep)).hasSize(1);
        }
    }

    @Test
    void aRowThatSaysSomethingElseThanWasReadIsNoticedAtOnce() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.row.readDesiredState(mailkeep.mailboxId);
            for (String change : List.of(
                    "update mailboxes set desired_state = 'PAUSE'",
                    "update mailboxes set desired_state = 'RUN', condition = 'BLOCKED'",
                    "insert into watched_senders (mailbox_id, sender) select id, 'boss@corp.example' from mailboxes",
                    "update mailboxes set condition = 'NEEDS_RECONNECT'",
                    "update mailboxes set condition = 'OK'",
                    "delete from watched_senders")) {
                mailkeep.jdbc.sql(change).update();

                assertThat(silent(mailkeep))
                        .as(change)
                        .extracting(Silent::differs)
                        .containsExactly(true);
                mailkeep.row.readDesiredState(mailkeep.mailboxId);
                assertThat(silent(mailkeep)).as(change).isEmpty();
            }
        }
    }

    @Test
    void aCommandThatTheWorkflowHasNotWrittenBackIsNamedUntilItHas() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.row.readDesiredState(mailkeep.mailboxId);
            long version = mailkeep.command(Kind.PAUSE);

            assertThat(silent(mailkeep))
                    .containsExactly(new Silent(mailkeep.mailboxId, mailkeep.userId, Desired.PAUSE, version, true));

            mailkeep.row.writeCommand(mailkeep.mailboxId, Command.of(Kind.PAUSE, version));
            assertThat(silent(mailkeep)).isEmpty();
        }
    }

    @Test
    void whatHasBeenToldIsLeftAloneForAWhileUnlessACommandIsWritten() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.PAUSE);
            signs(mailkeep).told(mailkeep.mailboxId, Duration.ofMinutes(10));
            assertThat(silent(mailkeep)).isEmpty();
            assertThat(signs(mailkeep).page(null, 10, true)).hasSize(1);

            mailkeep.command(Kind.RESUME);

            assertThat(silent(mailkeep)).extracting(Silent::undelivered).containsExactly(2L);
        }
    }

    @Test
    void pagesNameEachMailboxOnce() {
        try (var mailkeep = MailboxFixture.kind()) {
            for (int i = 0; i < 24; i++) {
                mailkeep.jdbc
                        .sql("""
                                insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                                values (gen_random_uuid(), :user, 'x', :sub, 'x', 300)
                                """)
                        .param("user", mailkeep.userId)
                        .param("sub", Integer.toString(i))
                        .update();
            }
            List<UUID> seen = new ArrayList<>();
            @Nullable UUID after = null;
            List<Silent> page;
            while (!(page = signs(mailkeep).page(after, 7, true)).isEmpty()) {
                page.forEach(one -> seen.add(one.mailboxId()));
                after = page.get(page.size() - 1).mailboxId();
            }

            assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        }
    }

    private static SignsOfLife signs(MailboxFixture mailkeep) {
        return mailkeep.bean(SignsOfLife.class);
    }

    private static List<Silent> silent(MailboxFixture mailkeep) {
        return signs(mailkeep).page(null, 10, false);
    }

    /** Lets so much time pass for what the row knows. */
    private static void age(MailboxFixture mailkeep, Duration time) {
        mailkeep.jdbc.sql("""
                        update mailboxes
                        set read_at = read_at - make_interval(secs => :seconds),
                            last_synced_at = last_synced_at - make_interval(secs => :seconds),
                            next_check_at = next_check_at - make_interval(secs => :seconds)
                        """).param("seconds", time.toSeconds()).update();
    }
}

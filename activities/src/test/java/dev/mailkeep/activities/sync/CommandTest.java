package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aCommandOfThePageAppliesBeforeTheWorkflowReceivesIt() {
        long version = mailkeep.command(Kind.PAUSE);

        assertThat(desiredState().desired()).isEqualTo(Desired.PAUSE);
        assertThat(mailkeep.value("delivered_version")).isEqualTo("0");
        mailkeep.row().writeCommand(mailkeep.mailboxId(), Command.of(Kind.PAUSE, version));
        assertThat(mailkeep.value("delivered_version")).isEqualTo(Long.toString(version));
        assertThat(mailkeep.value("command_version")).isEqualTo(Long.toString(version));
    }

    @Test
    void anOlderCommandThatArrivesLateChangesNothing() {
        long pause = mailkeep.command(Kind.PAUSE);
        long resume = mailkeep.command(Kind.RESUME);

        assertThat(write(Kind.RESUME, resume)).isEqualTo(Desired.RUN);
        assertThat(write(Kind.PAUSE, pause)).isEqualTo(Desired.RUN);

        assertThat(mailkeep.value("delivered_version")).isEqualTo(Long.toString(resume));
    }

    @ParameterizedTest
    @ValueSource(longs = {9_000_000_000_000_000_000L, Long.MAX_VALUE, 3, 0, -1, Long.MIN_VALUE})
    void aCommandWithAVersionThatTheRowNeverGaveIsIgnored(long invented) {
        long pause = mailkeep.command(Kind.PAUSE);
        long resume = mailkeep.command(Kind.RESUME);
        assertThat(invented).isNotIn(pause, resume);

        for (Kind kind : Kind.values()) {
            assertThat(write(kind, invented)).isEqualTo(Desired.RUN);
        }
        assertThat(mailkeep.value("delivered_version")).isEqualTo("0");
        assertThat(mailkeep.value("command_version")).isEqualTo(Long.toString(resume));
        assertThat(mailkeep.count("audit_log where event in ('pause', 'disconnect')"))
                .isEqualTo(1);

        write(Kind.RESUME, resume);
        assertThat(mailkeep.value("delivered_version")).isEqualTo(Long.toString(resume));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00Z",
                "2999-01-01T00:00:00Z",
                "+294277-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void aResyncSinceAnAbsurdTimeIsAcceptedAndEnds(String since) {
        String message = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(5)));
        mailkeep.watch(BOSS);
        mailkeep.settle();

        DesiredState desired =
                mailkeep.row().writeCommand(mailkeep.mailboxId(), new Command(Kind.RESYNC, null, Instant.parse(since)));
        mailkeep.settle();

        assertThat(desired.desired()).isEqualTo(Desired.RUN);
        assertThat(mailkeep.count("listing_jobs")).isZero();
        assertThat(mailkeep.storedIds()).containsExactly(message);
    }

    @Test
    void aCommandOfTheTemporalUiIsWrittenToTheRow() {
        mailkeep.watch(BOSS);

        assertThat(write(Kind.PAUSE, null)).isEqualTo(Desired.PAUSE);
        assertThat(mailkeep.value("desired_state")).isEqualTo("PAUSE");
        assertThat(mailkeep.value("command_version")).isEqualTo("1");
        assertThat(mailkeep.value("delivered_version")).isEqualTo("1");
        assertThat(write(Kind.RESUME, null)).isEqualTo(Desired.RUN);
        write(Kind.RESYNC, null);
        assertThat(mailkeep.count("listing_jobs where purpose = 'RESYNC'")).isEqualTo(1);
        assertThat(write(Kind.DISCONNECT, null)).isEqualTo(Desired.DISCONNECT);
        assertThat(mailkeep.count("oauth_tokens")).isZero();
    }

    @Test
    void aDisconnectIsFinal() {
        mailkeep.command(Kind.DISCONNECT);

        mailkeep.command(Kind.RESUME);

        assertThat(write(Kind.RESUME, null)).isEqualTo(Desired.DISCONNECT);
        assertThat(write(Kind.DISCONNECT, null)).isEqualTo(Desired.DISCONNECT);
        assertThat(mailkeep.count("receipts")).isEqualTo(1);
        assertThat(mailkeep.value("generation")).isEqualTo("2");
    }

    @Test
    void aResyncSinceATimeListsNoOlderMail() {
        String old = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(50)));
        String recent = mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(5)));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.jdbc().sql("delete from email_messages").update();

        mailkeep.row()
                .writeCommand(
                        mailkeep.mailboxId(),
                        new Command(Kind.RESYNC, null, Instant.now().minus(Duration.ofDays(10))));
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(recent).doesNotContain(old);
    }

    @Test
    void theDesiredStateOfADeletedMailboxSaysSo() {
        assertThat(mailkeep.row().readDesiredState(UUID.randomUUID()).desired()).isEqualTo(Desired.GONE);
        assertThat(mailkeep.row()
                        .writeCommand(UUID.randomUUID(), Command.of(Kind.PAUSE, null))
                        .desired())
                .isEqualTo(Desired.GONE);
    }

    @Test
    void aFailureIsWrittenToTheRowAndClearedByTheNextStepThatSucceeds() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.row()
                .reportFailure(
                        mailkeep.mailboxId(), "GoogleUnavailable", Instant.now().plusSeconds(60));
        assertThat(mailkeep.value("failure_type")).isEqualTo("GoogleUnavailable");
        assertThat(mailkeep.count("mailboxes where next_attempt_at > now()")).isEqualTo(1);

        mailkeep.check();

        assertThat(mailkeep.value("failure_type")).isEqualTo("null");
        assertThat(mailkeep.value("next_attempt_at")).isEqualTo("null");
        assertThat(desiredState()).isEqualTo(new DesiredState(Desired.RUN, Condition.OK, null, true, null));
    }

    private Desired write(Kind kind, @Nullable Long version) {
        return mailkeep.row()
                .writeCommand(mailkeep.mailboxId(), Command.of(kind, version))
                .desired();
    }

    private DesiredState desiredState() {
        return mailkeep.row().readDesiredState(mailkeep.mailboxId());
    }
}

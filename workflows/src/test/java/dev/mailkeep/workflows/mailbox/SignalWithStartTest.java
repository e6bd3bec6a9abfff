package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signals and updates that arrive before the workflow has done anything. */
class SignalWithStartTest {

    @RegisterExtension
    final RunningMailbox mailbox = new RunningMailbox();

    @ParameterizedTest
    @MethodSource("dev.mailkeep.workflows.mailbox.WireNamesTest#signals")
    void aSignalMayComeWithTheStart(String signal) {
        mailbox.client()
                .newUntypedWorkflowStub(MailboxWorkflow.TYPE, mailbox.options())
                .signalWithStart(signal, new Object[0], new Object[] {MailboxRun.first(mailbox.id)});
        mailbox.pass(Duration.ofMinutes(1));

        switch (signal) {
            case "pause" -> assertThat(mailbox.outside().names()).containsExactly("writeCommand", "refreshToken");
            case "disconnect" ->
                assertThat(mailbox.outside().names()).containsExactly("writeCommand", "revokeGrant", "deleteMailbox");
            default -> assertThat(mailbox.outside().count("check")).isEqualTo(1);
        }
    }

    @Test
    void aResyncMayComeWithTheStart() {
        MailboxWorkflow stub = mailbox.newStub();

        MailboxSnapshot answer = WorkflowClient.executeUpdateWithStart(
                stub::resyncSince,
                null,
                5L,
                UpdateOptions.<MailboxSnapshot>newBuilder().build(),
                new WithStartWorkflowOperation<>(stub::run, MailboxRun.first(mailbox.id)));

        assertThat(answer.status()).isEqualTo(MailboxStatus.LIVE);
        assertThat(mailbox.outside().commands()).containsExactly(Command.of(Kind.RESYNC, 5L));
    }

    @Test
    void changedSendersMayComeWithTheStart() {
        MailboxWorkflow stub = mailbox.newStub();

        WorkflowClient.executeUpdateWithStart(
                stub::sendersChanged,
                UpdateOptions.<MailboxSnapshot>newBuilder().build(),
                new WithStartWorkflowOperation<>(stub::run, MailboxRun.first(mailbox.id)));

        assertThat(mailbox.outside().names()).startsWith("readDesiredState");
    }
}

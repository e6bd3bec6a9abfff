package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.connectAndImport;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.workflows.mailbox.MailboxSnapshot;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import dev.mailkeep.workflows.mailbox.MailboxWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows and workflows that no longer agree are repaired by what runs every two minutes. */
class WorkflowRepairTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    private final Browser browser = mailkeep.browser();

    @Test
    void startsAWorkflowAgainThatAnOperatorTerminated() {
        SimulatedAccount account = mailkeep.addAccount("terminated@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);

        workflow(mailbox).terminate("by mistake");
        String meanwhile = deliverNow(account);
        assertThat(status(mailbox)).isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        letItBeSilentForAQuarterOfAnHour(mailbox);
        mailkeep.reconcile();

        eventually(() -> {
            assertThat(status(mailbox)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile).isEqualTo(wanted(account));
        });
    }

    @Test
    void startsNoSecondWorkflowOfAMailboxAndSpreadsTheStartsOfManyMissingOnes() {
        SimulatedAccount account = mailkeep.addAccount("only-one@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        String run = workflow(mailbox).describe().getExecution().getRunId();
        List<UUID> missing = Stream.generate(UUID::randomUUID).limit(520).toList();
        for (UUID id : missing) {
            mailkeep.jdbc()
                    .sql("""
                            insert into mailboxes
                                (id, user_id, issuer, google_sub, email, condition, cause, sync_interval_seconds, connected_at)
                            select :id, user_id, issuer, :sub, 'x', 'NEEDS_RECONNECT', 'REVOKED', 300, now() - interval '1 hour'
                            from mailboxes where id = cast(:like as uuid)
                            """)
                    .param("id", id)
                    .param("sub", id.toString())
                    .param("like", mailbox)
                    .update();
        }

        mailkeep.reconcile();
        mailkeep.reconcile();

        eventually(() -> assertThat(missing)
                .allMatch(id -> !mailkeep.bean(MailboxWorkflows.class).hasEnded(id)));
        assertThat(workflow(mailbox).describe().getExecution().getRunId()).isEqualTo(run);
        assertThat(missing.stream().map(WorkflowRepairTest::startDelay)).doesNotHaveDuplicates();
        mailkeep.jdbc().sql("delete from mailboxes where email = 'x'").update();
    }

    @Test
    void deliversACommandThatTemporalDidNotReceive() {
        SimulatedAccount account = mailkeep.addAccount("untold@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        // What a pause leaves behind when Temporal is away.
        mailkeep.jdbc().sql("""
                        update mailboxes set desired_state = 'PAUSE', command_version = command_version + 1
                        where id = cast(:id as uuid)
                        """).param("id", mailbox).update();
        assertThat(isDelivered(mailbox)).isFalse();

        mailkeep.reconcile();

        eventually(() -> {
            assertThat(isDelivered(mailbox)).isTrue();
            assertThat(workflow(mailbox).query("status", MailboxSnapshot.class).status())
                    .isEqualTo(MailboxStatus.PAUSED);
        });
    }

    @Test
    void wakesAWorkflowThatIsPausedThoughItsRowSaysRun() {
        SimulatedAccount account = mailkeep.addAccount("parted@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.PAUSED));
        String meanwhile = deliverNow(account);
        // As after a backup from before the pause was restored, under which no signal was sent.
        mailkeep.jdbc()
                .sql("update mailboxes set desired_state = 'RUN' where id = cast(:id as uuid)")
                .param("id", mailbox)
                .update();

        mailkeep.reconcile();

        eventually(() -> {
            assertThat(known(mailbox)).isEqualTo(MailboxStatus.LIVE);
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile);
        });
    }

    @Test
    void wakesAWorkflowThatHasBeenSilent() {
        SimulatedAccount account = mailkeep.addAccount("silent@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        browser.post("/api/mailboxes/" + mailbox + "/pause").expect(202);
        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.PAUSED));
        // As after the workflow was reset to a point before the resume, whose signal was left out.
        mailkeep.jdbc()
                .sql(
                        "update mailboxes set desired_state = 'RUN', read_state = 'RUN OK true' where id = cast(:id as uuid)")
                .param("id", mailbox)
                .update();
        letItBeSilentForAQuarterOfAnHour(mailbox);

        mailkeep.reconcile();

        eventually(() -> assertThat(known(mailbox)).isEqualTo(MailboxStatus.LIVE));
    }

    @Test
    void oneProcessAtATimeReconciles() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("locked@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        workflow(mailbox).terminate("by mistake");
        letItBeSilentForAQuarterOfAnHour(mailbox);
        try (Connection another = mailkeep.bean(DataSource.class).getConnection();
                Statement statement = another.createStatement()) {
            statement.execute("select pg_advisory_lock(7881696737254275444)");
            mailkeep.reconcile();
            assertThat(status(mailbox)).isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
            statement.execute("select pg_advisory_unlock(7881696737254275444)");
        }

        mailkeep.reconcile();

        assertThat(status(mailbox)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    }

    private static MailboxStatus known(String mailbox) {
        return workflow(mailbox).query("status", MailboxSnapshot.class).status();
    }

    /** As its row knows. */
    private static void letItBeSilentForAQuarterOfAnHour(String mailbox) {
        mailkeep.jdbc().sql("""
                        update mailboxes
                        set read_at = now() - interval '15 minutes', last_synced_at = now() - interval '15 minutes',
                            next_check_at = now() - interval '14 minutes', left_alone_until = null
                        where id = cast(:id as uuid)
                        """).param("id", mailbox).update();
    }

    private static boolean isDelivered(String mailbox) {
        return mailkeep.jdbc()
                .sql("select delivered_version = command_version from mailboxes where id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(Boolean.class)
                .single();
    }

    private static WorkflowStub workflow(String mailbox) {
        return mailkeep.bean(WorkflowClient.class)
                .newUntypedWorkflowStub(MailboxWorkflow.idOf(UUID.fromString(mailbox)));
    }

    private static Duration startDelay(UUID mailbox) {
        var backoff = mailkeep.bean(WorkflowClient.class)
                .fetchHistory(MailboxWorkflow.idOf(mailbox))
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getFirstWorkflowTaskBackoff();
        return Duration.ofSeconds(backoff.getSeconds(), backoff.getNanos());
    }

    private static WorkflowExecutionStatus status(String mailbox) {
        return workflow(mailbox).describe().getStatus();
    }
}

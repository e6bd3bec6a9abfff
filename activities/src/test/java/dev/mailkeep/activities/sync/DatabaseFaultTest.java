package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.CapturedLog;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.outage.Outage;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.FindMode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFaultTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @RegisterExtension
    final CapturedLog log = new CapturedLog();

    @Test
    void aConnectionLostInMidTransactionLeavesNoHalfPageAndARetryStoresNothingTwice() {
        Set<String> ids = mailkeep.queue(40);
        // The third row that is stored ends its own connection.
        onThirdRow("perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1);");

        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);

        assertThat(mailkeep.count("message_queue") + mailkeep.count("email_messages"))
                .isEqualTo(40);
        assertThat(mailkeep.value("import_stored")).isEqualTo(Integer.toString(mailkeep.count("email_messages")));
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).isEqualTo(ids);
        assertThat(mailkeep.value("import_stored")).isEqualTo("40");
    }

    @Test
    void aCommitWhoseOutcomeIsUnknownIsRepeatedWithoutHarm() {
        Set<String> ids = mailkeep.queue(10);
        mailkeep.store();
        // As if the answer to the commit had been lost: the same ids are queued and stored again.
        mailkeep.jdbc().sql("""
                        insert into message_queue (mailbox_id, message_id, priority, importing)
                        select mailbox_id, message_id, 1, false from email_messages
                        """).update();

        assertThat(mailkeep.store().stored()).isZero();

        assertThat(mailkeep.storedIds()).isEqualTo(ids);
        assertThat(mailkeep.count("email_messages")).isEqualTo(10);
        assertThat(mailkeep.value("import_stored")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void aDeadlockIsRetriedInTheSameStep(String sqlState) {
        Set<String> ids = mailkeep.queue(10);
        onThirdRow("raise exception 'contended' using errcode = '" + sqlState + "';");

        mailkeep.store();

        assertThat(mailkeep.storedIds()).isEqualTo(ids);
        assertThat(mailkeep.value("import_stored")).isEqualTo("10");
        assertThat(mailkeep.count("quarantined_messages")).isZero();
    }

    @Test
    void aFullDiskCountsAgainstNoMessage() {
        Set<String> ids = mailkeep.queue(10);
        onThirdRow("raise exception 'no space left' using errcode = '53100';");

        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);

        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).isEqualTo(ids);
    }

    @Test
    void withoutADatabaseEveryStepFailsAsDatabaseUnavailableAndOneLineIsLogged() {
        mailkeep.watch(BOSS);
        mailkeep.dataSource().close();
        log.listenTo(Outage.class, ActivityRunner.class);

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);
        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);
        assertThat(Failures.of(() -> mailkeep.gmail().findMessages(mailkeep.mailboxId(), FindMode.LISTING))
                        .getType())
                .isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);
        assertThat(Failures.of(() -> mailkeep.row().readDesiredState(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);
        assertThat(Failures.of(() -> mailkeep.notifications().notifyOwner(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);
        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.DATABASE_UNAVAILABLE);

        assertThat(log.lines()).singleElement().asString().startsWith("PostgreSQL can't be used");
    }

    /** Happens once, as a sequence keeps its value when a transaction is rolled back. */
    private void onThirdRow(String happens) {
        mailkeep.jdbc().sql("create sequence stored").update();
        mailkeep.jdbc().sql("""
                        create function misfortune() returns trigger language plpgsql as $$
                        begin
                            if nextval('stored') = 3 then %s end if;
                            return new;
                        end $$
                        """.formatted(happens)).update();
        mailkeep.jdbc()
                .sql(
                        "create trigger misfortune before insert on email_messages for each row execute function misfortune()")
                .update();
    }
}

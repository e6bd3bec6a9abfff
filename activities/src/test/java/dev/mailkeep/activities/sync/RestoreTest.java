package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionOperations;

/** PostgreSQL returns to an older state: a failover loses the last commits, a restored backup those of a day. */
class RestoreTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @ParameterizedTest(name = "history still reaches back: {0}")
    @ValueSource(booleans = {true, false})
    void ofAnOlderStateLosesAndDuplicatesNothing(boolean historyReachesBack) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            ids.add(mailkeep.stored(BOSS));
        }
        // One is queued and not stored yet.
        ids.add(mailkeep.deliver(BOSS));
        mailkeep.check();
        String cursor = mailkeep.value("history_id");
        backUp();

        for (int i = 0; i < 5; i++) {
            ids.add(mailkeep.stored(BOSS));
        }
        mailkeep.account().addLabels(ids.get(0), "TRASH");
        mailkeep.account().delete(ids.get(1));
        mailkeep.settle();
        if (!historyReachesBack) {
            mailkeep.account().expireHistory();
        }
        restore();
        assertThat(mailkeep.value("history_id")).isEqualTo(cursor);
        assertThat(mailkeep.storedIds()).hasSize(5);

        mailkeep.settle();
        // Gmail has denied the deleted one for ten minutes.
        mailkeep.jdbc()
                .sql("update message_queue set missing_since = now() - interval '11 minutes', not_before = now()")
                .update();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(mailkeep.labels(ids.get(0))).contains("TRASH");
        assertThat(mailkeep.deleted(ids.get(1))).isTrue();
        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString());
        assertThat(mailkeep.count("message_queue")).isZero();
    }

    private void backUp() {
        mailkeep.jdbc().sql("create schema backup").update();
        for (String table : tables()) {
            mailkeep.jdbc()
                    .sql("create table backup.%1$s as table public.%1$s".formatted(table))
                    .update();
        }
    }

    /** In one transaction and without triggers, as a backup is restored. */
    private void restore() {
        mailkeep.bean(TransactionOperations.class).executeWithoutResult(status -> {
            mailkeep.jdbc().sql("set local session_replication_role = replica").update();
            for (String table : tables()) {
                mailkeep.jdbc().sql("delete from public." + table).update();
                mailkeep.jdbc()
                        .sql("insert into public.%1$s overriding system value table backup.%1$s".formatted(table))
                        .update();
            }
        });
    }

    private List<String> tables() {
        return mailkeep.jdbc().sql("""
                        select table_name from information_schema.tables
                        where table_schema = 'public' and table_name not like 'flyway%'
                        """).query(String.class).list();
    }
}

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncLogTest {

    @Test
    void emptyLooksInARowShareAnEntry() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.check();
            mailkeep.check();
            mailkeep.check();
            String id = mailkeep.stored(BOSS);
            mailkeep.account.addLabels(id, "STARRED");
            mailkeep.check();
            mailkeep.account.delete(id);
            mailkeep.check();
            mailkeep.check();
            mailkeep.check();

            assertThat(checks(mailkeep))
                    .containsExactly("3 0 0 0 0", "1 1 1 0 0", "1 0 0 1 0", "1 0 0 0 1", "2 0 0 0 0");
        }
    }

    @Test
    void whatAnAuditChecksAgainIsNotCountedAsStored() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.stored(BOSS);
            // Stored as trash, although it lies among the visible mail.
            mailkeep.jdbc.sql("update email_messages set labels = '{TRASH}'").update();
            mailkeep.auditIsDue();

            mailkeep.settle();

            assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account.labels(id));
            assertThat(mailkeep.count("sync_runs where kind = 'AUDIT' and outcome = 'DONE' and stored = 0"))
                    .isEqualTo(1);
            assertThat(mailkeep.count("sync_runs where kind = 'CHECK' and stored > 0"))
                    .isEqualTo(1);
        }
    }

    /** Looks, found, stored, changed, deleted. */
    private static List<String> checks(MailboxFixture mailkeep) {
        return mailkeep.jdbc.sql("""
                        select checks || ' ' || found || ' ' || stored || ' ' || changed || ' ' || deleted
                        from sync_runs where kind = 'CHECK' order by started_at, id
                        """).query(String.class).list();
    }
}

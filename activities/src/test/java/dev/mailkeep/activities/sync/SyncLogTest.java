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
            mailkeep.look();
            mailkeep.look();
            mailkeep.look();
            String id = mailkeep.stored(BOSS);
            mailkeep.account.addLabels(id, "STARRED");
            mailkeep.look();
            mailkeep.account.delete(id);
            mailkeep.look();
            mailkeep.look();
            mailkeep.look();

            assertThat(looks(mailkeep))
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
            assertThat(mailkeep.count("sync_runs where kind = 'LOOK' and stored > 0"))
                    .isEqualTo(1);
        }
    }

    /** Looks, found, stored, changed, deleted. */
    private static List<String> looks(MailboxFixture mailkeep) {
        return mailkeep.jdbc.sql("""
                        select looks || ' ' || found || ' ' || stored || ' ' || changed || ' ' || deleted
                        from sync_runs where kind = 'LOOK' order by started_at, id
                        """).query(String.class).list();
    }
}

package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SyncLogTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void emptyChecksInARowShareAnEntry() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.check();
        mailkeep.check();
        mailkeep.check();
        String id = mailkeep.stored(BOSS);
        mailkeep.account().addLabels(id, "STARRED");
        mailkeep.check();
        mailkeep.account().delete(id);
        mailkeep.check();
        mailkeep.check();
        mailkeep.check();

        assertThat(checks()).containsExactly("3 0 0 0 0", "1 1 1 0 0", "1 0 0 1 0", "1 0 0 0 1", "2 0 0 0 0");
    }

    @Test
    void mailThatAnAuditRechecksIsNotCountedAsStored() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.stored(BOSS);
        // Stored with the label TRASH, which the message does not have at Gmail.
        mailkeep.jdbc().sql("update email_messages set labels = '{TRASH}'").update();
        mailkeep.auditIsDue();

        mailkeep.settle();

        assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account().labels(id));
        assertThat(mailkeep.count("sync_runs where kind = 'AUDIT' and outcome = 'DONE' and stored = 0"))
                .isEqualTo(1);
        assertThat(mailkeep.count("sync_runs where kind = 'CHECK' and stored > 0"))
                .isEqualTo(1);
    }

    /** Checks, found, stored, changed, deleted. */
    private List<String> checks() {
        return mailkeep.jdbc().sql("""
                        select checks || ' ' || found || ' ' || stored || ' ' || changed || ' ' || deleted
                        from sync_runs where kind = 'CHECK' order by started_at, id
                        """).query(String.class).list();
    }
}

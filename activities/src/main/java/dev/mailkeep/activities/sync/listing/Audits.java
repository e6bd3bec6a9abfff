package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.progress.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides when an audit lists everything to prove that nothing is missing: once a day, and once an hour while an
 * unconfirmed candidate or a completeness gap waits for the proof, because the mailbox is not known to be complete
 * until then. A search that keeps failing does not hold back the audit of the other senders: an audit that can't end
 * because of it is started anew after a day. Needs the mailbox's lock.
 */
@Component
public final class Audits {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration WHILE_UNCONFIRMED = Duration.ofHours(1);

    private final ListingJobs jobs;
    private final SyncPosition position;
    private final JdbcClient jdbc;

    Audits(ListingJobs jobs, SyncPosition position, JdbcClient jdbc) {
        this.position = position;
        this.jobs = jobs;
        this.jdbc = jdbc;
    }

    /**
     * Whether the last audit was at least a day ago. Whether another one starts also depends on which jobs are under
     * way.
     */
    public static boolean isDaily(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        return last != null && Duration.between(last, now).compareTo(EVERY) >= 0;
    }

    /** Starts an audit if one is due and no audit or import is making progress. */
    public void startIfDue(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        if (last == null) {
            position.audited(row.id());
            return;
        }
        Duration age = Duration.between(last, now);
        boolean daily = isDaily(row, now);
        boolean due = daily || (age.compareTo(WHILE_UNCONFIRMED) >= 0 && isAuditAwaited(row.id()));
        if (due
                && (daily || !jobs.isOpen(row.id(), Purpose.AUDIT))
                && !jobs.makesProgress(row.id(), Purpose.AUDIT)
                && !jobs.makesProgress(row.id(), Purpose.IMPORT)) {
            jobs.startAudit(row);
            position.audited(row.id());
        }
    }

    /**
     * Whether something waits for an audit: candidates that were listed again for the last time and still not named, or
     * a completeness gap.
     */
    private boolean isAuditAwaited(UUID mailboxId) {
        return jdbc.sql("""
                        select exists (select from unconfirmed_candidates where mailbox_id = :mailbox and list_at is null)
                            or exists (select from mailboxes where id = :mailbox and gap_from is not null)
                        """).param("mailbox", mailboxId).query(Boolean.class).single();
    }
}

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
 * When everything is listed to prove that nothing is missing: once a day, and once an hour while something waits for
 * it that the search has not named, as the mailbox is not known to be complete before. A search that fails for ever holds
 * back no audit of the others: the one that can't end because of it is begun anew after a day. Needs the mailbox's lock.
 */
@Component
public final class Audits {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration WHILE_UNDECIDED = Duration.ofHours(1);

    private final ListingJobs jobs;
    private final SyncPosition position;
    private final JdbcClient jdbc;

    Audits(ListingJobs jobs, SyncPosition position, JdbcClient jdbc) {
        this.position = position;
        this.jobs = jobs;
        this.jdbc = jdbc;
    }

    /** Whether the last one was a day ago; whether another starts depends on what else goes on. */
    public static boolean isDaily(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        return last != null && Duration.between(last, now).compareTo(EVERY) >= 0;
    }

    /** Starts one if it is time and nothing like it is under way. */
    public void startIfDue(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        if (last == null) {
            position.audited(row.id());
            return;
        }
        Duration age = Duration.between(last, now);
        boolean daily = isDaily(row, now);
        boolean due = daily || (age.compareTo(WHILE_UNDECIDED) >= 0 && anyWaits(row.id()));
        if (due
                && (daily || !jobs.isOpen(row.id(), Purpose.AUDIT))
                && !jobs.goesOn(row.id(), Purpose.AUDIT)
                && !jobs.goesOn(row.id(), Purpose.IMPORT)) {
            jobs.startAudit(row);
            position.audited(row.id());
        }
    }

    /** Ids that were listed again for the last time and still not named, or an hour of mail that nothing told of. */
    private boolean anyWaits(UUID mailboxId) {
        return jdbc.sql("""
                        select exists (select from undecided_messages where mailbox_id = :mailbox and list_at is null)
                            or exists (select from mailboxes where id = :mailbox and unproven_from is not null)
                        """).param("mailbox", mailboxId).query(Boolean.class).single();
    }
}

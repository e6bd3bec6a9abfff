package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.Listings.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When everything is listed to prove that nothing is missing: once a day, and once an hour while ids wait for it that the
 * search has not named, as the mailbox is not known to be complete before. Needs the mailbox's lock.
 */
final class Audits {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration WHILE_UNDECIDED = Duration.ofHours(1);

    private final ListingRuns listingRuns;
    private final JdbcClient jdbc;

    Audits(ListingRuns listingRuns, JdbcClient jdbc) {
        this.listingRuns = listingRuns;
        this.jdbc = jdbc;
    }

    /** Starts one if it is time and nothing like it is under way. */
    void startIfDue(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        if (last == null) {
            note(row.id(), Duration.ZERO);
            return;
        }
        Duration age = Duration.between(last, now);
        boolean due = age.compareTo(EVERY) >= 0 || (age.compareTo(WHILE_UNDECIDED) >= 0 && anyWaits(row.id()));
        if (due && !listingRuns.isOpen(row.id(), Purpose.AUDIT) && !listingRuns.isOpen(row.id(), Purpose.IMPORT)) {
            listingRuns.startAudit(row);
            note(row.id(), Duration.ZERO);
        }
    }

    /** Everything has been compared. */
    void made(UUID mailboxId, Purpose purpose) {
        if (purpose == Purpose.EXPIRED) {
            dueInAnHour(mailboxId);
        } else {
            note(mailboxId, Duration.ZERO);
        }
    }

    /**
     * A cursor began anew: what reached the mailbox just before it is in no history that will be read, and the search lags
     * behind, so that a listing made at once may miss it.
     */
    void dueInAnHour(UUID mailboxId) {
        note(mailboxId, EVERY.minusHours(1));
    }

    /** Listed again for the last time and still not named. */
    private boolean anyWaits(UUID mailboxId) {
        return jdbc.sql("""
                        select exists (select from undecided_messages where mailbox_id = :mailbox and list_at is null)
                        """).param("mailbox", mailboxId).query(Boolean.class).single();
    }

    private void note(UUID mailboxId, Duration ago) {
        jdbc.sql("update mailboxes set last_audit_at = now() - make_interval(secs => :ago) where id = :id")
                .param("ago", ago.toSeconds())
                .param("id", mailboxId)
                .update();
    }
}

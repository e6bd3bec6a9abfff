package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.Listings.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When everything is listed to prove that nothing is missing: once a day, and once an hour while something waits for
 * it that the search has not named, as the mailbox is not known to be complete before. A search that fails for ever holds
 * back no audit of the others: the one that can't end because of it is begun anew after a day. Needs the mailbox's lock.
 */
final class Audits {

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration WHILE_UNDECIDED = Duration.ofHours(1);

    /**
     * An SQL expression over a row {@code m} of {@code mailboxes}: when an audit falls due ahead of the day, null when none
     * does. A look is made then, however long the interval: the first moment at which the search has had its hour
     * ({@link Unproven#SEARCH_LAG}) to learn what came before the cursor, and so the first at which a listing proves it.
     */
    static final String DUE_SOON = """
            case when m.history_id is not null and m.last_audit_at + interval '1 hour' > now()
                  and (m.unproven_from is not null
                       or exists (select from undecided_messages u where u.mailbox_id = m.id and u.list_at is null))
                 then m.last_audit_at + interval '1 hour' end
            """;

    private final ListingRuns listingRuns;
    private final JdbcClient jdbc;

    Audits(ListingRuns listingRuns, JdbcClient jdbc) {
        this.listingRuns = listingRuns;
        this.jdbc = jdbc;
    }

    /** Whether the last one was a day ago; whether another starts depends on what else goes on. */
    static boolean isDaily(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        return last != null && Duration.between(last, now).compareTo(EVERY) >= 0;
    }

    /** Starts one if it is time and nothing like it is under way. */
    void startIfDue(MailboxRow row, Instant now) {
        Instant last = row.lastAuditAt();
        if (last == null) {
            made(row.id());
            return;
        }
        Duration age = Duration.between(last, now);
        boolean daily = isDaily(row, now);
        boolean due = daily || (age.compareTo(WHILE_UNDECIDED) >= 0 && anyWaits(row.id()));
        if (due
                && (daily || !listingRuns.isOpen(row.id(), Purpose.AUDIT))
                && !listingRuns.goesOn(row.id(), Purpose.AUDIT)
                && !listingRuns.goesOn(row.id(), Purpose.IMPORT)) {
            listingRuns.startAudit(row);
            made(row.id());
        }
    }

    /** Everything has been compared. */
    void made(UUID mailboxId) {
        jdbc.sql("update mailboxes set last_audit_at = now() where id = :id")
                .param("id", mailboxId)
                .update();
    }

    /** Ids that were listed again for the last time and still not named, or an hour of mail that nothing told of. */
    private boolean anyWaits(UUID mailboxId) {
        return jdbc.sql("""
                        select exists (select from undecided_messages where mailbox_id = :mailbox and list_at is null)
                            or exists (select from mailboxes where id = :mailbox and unproven_from is not null)
                        """).param("mailbox", mailboxId).query(Boolean.class).single();
    }
}

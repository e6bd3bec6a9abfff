package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mailbox.Addresses;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.listing.CompletenessGap;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.sync.progress.SyncLog;
import java.time.Instant;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Takes a new cursor: a mailbox's first one, or the successor of one that has expired. */
@Component
final class CursorStart {

    /** When more cursors than this expire within a day, Google's ids expire as soon as it gives them. */
    private static final int MAX_EXPIRIES_A_DAY = 6;

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final ListingJobs jobs;
    private final CompletenessGap gap;
    private final SyncLog log;
    private final Addresses addresses;
    private final CheckWriter writer;

    CursorStart(
            GmailApi gmail,
            Mailboxes mailboxes,
            ListingJobs jobs,
            CompletenessGap gap,
            SyncLog log,
            Addresses addresses,
            CheckWriter writer) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.jobs = jobs;
        this.gap = gap;
        this.log = log;
        this.addresses = addresses;
        this.writer = writer;
    }

    /** Takes a first cursor. */
    void fresh(GmailSession session, Instant startedAt) {
        take(session, startedAt, row -> {});
    }

    /**
     * Takes a cursor in the place of one that has expired. Gmail has forgotten the history since the old one, so
     * everything is listed to find what that history would have named.
     */
    void afterExpiry(GmailSession session, Instant startedAt) {
        take(session, startedAt, row -> {
            if (log.expiriesToday(row.id()) >= MAX_EXPIRIES_A_DAY) {
                throw new GoogleFailure.Unavailable("Gmail's history expires as soon as it is made");
            }
            jobs.startAfterExpiry(row);
        });
    }

    /** Reads the history id before anything is listed, so that no mail arrives unnoticed between the two. */
    private void take(GmailSession session, Instant startedAt, Consumer<MailboxRow> before) {
        GmailApi.Account account = session.gmail(Urgency.LIVE, gmail::profile);
        mailboxes.commit(session.row(), now -> {
            Check.requireSameSenders(session.row(), now);
            addresses.update(now, account.emailAddress());
            before.accept(now);
            gap.openForNewCursor(now);
            writer.adopt(now, account.historyId(), startedAt);
            return now;
        });
    }
}

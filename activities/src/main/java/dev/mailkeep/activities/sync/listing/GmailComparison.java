package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.listing.Listings.Scope;
import dev.mailkeep.activities.sync.queue.Rechecks;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import dev.mailkeep.activities.sync.store.EmailMessages;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Compares what is stored with what Gmail lists. Stored messages that are not among the visible mail are searched for
 * in spam and trash; those found in neither are queued for a recheck, one by one. Needs the mailbox's lock.
 */
@Component
final class GmailComparison {

    private final EmailMessages messages;
    private final Rechecks rechecks;
    private final ListingJobs jobs;
    private final SyncPosition position;
    private final ImportCounts counts;
    private final UnconfirmedCandidates unconfirmed;
    private final CompletenessGap gap;

    GmailComparison(
            EmailMessages messages,
            Rechecks rechecks,
            ListingJobs jobs,
            SyncPosition position,
            ImportCounts counts,
            UnconfirmedCandidates unconfirmed,
            CompletenessGap gap) {
        this.messages = messages;
        this.rechecks = rechecks;
        this.jobs = jobs;
        this.position = position;
        this.counts = counts;
        this.unconfirmed = unconfirmed;
        this.gap = gap;
    }

    /**
     * Notes that a page named these ids. When that contradicts a stored row, queues a recheck instead of changing the
     * row: search lags behind history, so the search may be wrong.
     */
    void named(MailboxRow row, Listing listing, List<String> ids) {
        List<String> doubtful =
                messages.named(row.id(), ids, listing.jobId(), listing.scope().name());
        recheck(row, listing, doubtful);
    }

    private void recheck(MailboxRow row, Listing listing, List<String> ids) {
        boolean shown = listing.purpose().shown();
        int asked = rechecks.add(row.id(), ids, shown);
        if (shown) {
            counts.found(row.id(), asked);
        }
    }

    /** Called when a job's last listing is read to its end: goes on to spam and trash, or ends the job. */
    void listed(MailboxRow row, Listing last) {
        if (last.purpose().compares()) {
            List<String> unnamed =
                    messages.unnamed(row.id(), row.senders(), last.jobId(), last.startedAt(), last.since());
            if (!unnamed.isEmpty() && last.scope() == Scope.VISIBLE) {
                jobs.listHidden(row, last);
                return;
            }
            recheck(row, last, unnamed);
            if (last.since() == null) {
                unconfirmed.dismissSeenBefore(row.id(), last.startedAt());
                gap.listed(row.id(), last);
                position.audited(row.id());
            }
        }
        jobs.end(last.jobId());
    }
}

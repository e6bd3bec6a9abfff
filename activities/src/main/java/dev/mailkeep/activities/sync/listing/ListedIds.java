package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.listing.Listings.Scope;
import dev.mailkeep.activities.sync.progress.SyncLog;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.Priority;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Queues the ids that a listing names, and compares them with what is stored. Needs the mailbox's lock. */
@Component
final class ListedIds {

    private final MessageQueue queue;
    private final DismissedMessages dismissed;
    private final GmailComparison comparison;
    private final SyncLog log;
    private final ImportCounts counts;

    ListedIds(
            MessageQueue queue,
            DismissedMessages dismissed,
            GmailComparison comparison,
            SyncLog log,
            ImportCounts counts) {
        this.queue = queue;
        this.dismissed = dismissed;
        this.comparison = comparison;
        this.log = log;
        this.counts = counts;
    }

    /**
     * Queues the ids of one page.
     *
     * @return how many were queued
     */
    int queue(MailboxRow row, Listing listing, List<String> ids) {
        if (listing.purpose().compares()) {
            comparison.named(row, listing, ids);
        }
        if (listing.scope() != Scope.VISIBLE) {
            return 0;
        }
        boolean shown = listing.purpose().shown();
        Instant knownBySearch = listing.startedAt().minus(CompletenessGap.SEARCH_LAG);
        List<String> notGone = dismissed.undismissListed(row.id(), ids, knownBySearch);
        int found = queue.addUnknown(row.id(), row.sendersVersion(), notGone, Priority.IMPORT, shown, null);
        found += queue.addUnknown(row.id(), row.sendersVersion(), ids, Priority.IMPORT, shown, listing.gapFrom());
        log.found(listing.jobId(), found);
        if (shown) {
            counts.found(row.id(), found);
        }
        return found;
    }

    /** Called when the last listing of a job is read to its end. */
    void end(MailboxRow row, Listing last) {
        comparison.listed(row, last);
        log.endFinished(row.id());
    }
}

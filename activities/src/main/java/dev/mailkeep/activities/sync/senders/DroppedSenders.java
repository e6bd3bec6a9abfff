package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.listing.CompletenessGap;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.sync.listing.Listings;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Ends what is under way for senders that are taken off a mailbox's list. Needs the mailbox's lock. */
@Component
final class DroppedSenders {

    private final Listings listings;
    private final ListingJobs jobs;
    private final MessageQueue queue;
    private final UnconfirmedCandidates unconfirmed;
    private final CompletenessGap gap;
    private final SyncPosition position;
    private final ImportCounts counts;
    private final PurgedMail purged;

    DroppedSenders(
            Listings listings,
            ListingJobs jobs,
            MessageQueue queue,
            UnconfirmedCandidates unconfirmed,
            CompletenessGap gap,
            SyncPosition position,
            ImportCounts counts,
            PurgedMail purged) {
        this.listings = listings;
        this.jobs = jobs;
        this.queue = queue;
        this.unconfirmed = unconfirmed;
        this.gap = gap;
        this.position = position;
        this.counts = counts;
        this.purged = purged;
    }

    /**
     * Drops senders.
     *
     * @param left the senders that are still watched
     */
    void drop(MailboxRow row, Set<String> dropped, Set<String> left, Removed removed) {
        listings.dropSenders(row.id(), dropped);
        if (left.isEmpty()) {
            position.forget(row.id());
            unconfirmed.forget(row.id());
            queue.clear(row.id());
            counts.recount(row.id());
        } else {
            restartImport(row, left);
            gap.sendersDropped(row.id(), left);
        }
        if (removed == Removed.PURGE) {
            purged.purge(row.id(), dropped, left);
            counts.recount(row.id());
        }
    }

    /**
     * The queue does not record the matching sender. Listing again for the senders that are left costs 5 units per 500
     * ids; fetching to find out costs 20 each and reads unwanted mail.
     */
    private void restartImport(MailboxRow row, Set<String> left) {
        if (queue.removeImports(row.id()) > 0) {
            jobs.startImport(row.id(), left, Instant.now());
            counts.recount(row.id());
        }
    }
}

package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.listing.CompletenessGap;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.sync.progress.SyncLog;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Imports the older mail of senders that are added to a mailbox's list. Needs the mailbox's lock. */
@Component
final class AddedSenders {

    /** Longer than the search's lag and the age of a plan, which may be an hour each. */
    private static final Duration REFUSED_LATELY = Duration.ofHours(2);

    private final Plans plans;
    private final ListingJobs jobs;
    private final MessageQueue queue;
    private final DismissedMessages dismissed;
    private final CompletenessGap gap;
    private final SyncPosition position;
    private final SyncLog log;
    private final ImportCounts counts;

    AddedSenders(
            Plans plans,
            ListingJobs jobs,
            MessageQueue queue,
            DismissedMessages dismissed,
            CompletenessGap gap,
            SyncPosition position,
            SyncLog log,
            ImportCounts counts) {
        this.plans = plans;
        this.jobs = jobs;
        this.queue = queue;
        this.dismissed = dismissed;
        this.gap = gap;
        this.position = position;
        this.log = log;
        this.counts = counts;
    }

    /** Starts the import; a plan that was made for these senders saves listing them again. */
    void startImport(MailboxRow row, Set<String> added) {
        plans.find(row.id(), added)
                // An audit may have dismissed ids that the plan did not know yet.
                .filter(plan -> row.lastAuditAt() == null || row.lastAuditAt().isBefore(plan.madeAt()))
                .ifPresentOrElse(
                        plan -> importByPlan(row, added, plan), () -> jobs.startImport(row.id(), added, Instant.now()));
        plans.forget(row.id());
        dismissed.requeueRecentlyRefused(row.id(), REFUSED_LATELY);
    }

    private void importByPlan(MailboxRow row, Set<String> added, Plans.Listed plan) {
        UUID job = jobs.startImportSincePlan(row.id(), added, plan.madeAt());
        if (row.historyId() == null) {
            gap.openForNewCursor(row);
            position.startAt(row.id(), plan.historyId(), plan.madeAt());
        }
        int found =
                queue.addUnknown(row.id(), row.sendersVersion() + 1, plan.messageIds(), Priority.IMPORT, true, null);
        log.found(job, found);
        counts.found(row.id(), found);
    }
}

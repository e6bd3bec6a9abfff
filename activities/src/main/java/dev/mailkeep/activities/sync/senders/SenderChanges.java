package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.listing.CompletenessGap;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.sync.listing.Listings;
import dev.mailkeep.activities.sync.progress.ImportCounts;
import dev.mailkeep.activities.sync.progress.Intervals;
import dev.mailkeep.activities.sync.progress.SyncLog;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.Priority;
import dev.mailkeep.activities.sync.queue.Rechecks;
import dev.mailkeep.activities.sync.store.EmailMessages;
import dev.mailkeep.workflows.contract.Orders.Desired;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Changes whose mail is kept. Live matching starts with the new version of the senders; only then is mail of before listed. */
@Component
public final class SenderChanges {

    /** Within the search's lag, before a plan that may be an hour old. */
    private static final Duration REFUSED_LATELY = Duration.ofHours(2);

    private final Mailboxes mailboxes;
    private final EmailMessages messages;
    private final Listings listings;
    private final ListingJobs listingRuns;
    private final CompletenessGap unproven;
    private final ImportCounts counts;
    private final MessageQueue queue;
    private final Rechecks rechecks;
    private final DismissedMessages settled;
    private final Plans plans;
    private final FormerSenders former;
    private final SyncLog runs;
    private final Intervals intervals;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    SenderChanges(
            Mailboxes mailboxes,
            EmailMessages messages,
            Listings listings,
            ListingJobs listingRuns,
            CompletenessGap unproven,
            ImportCounts counts,
            MessageQueue queue,
            Rechecks rechecks,
            DismissedMessages settled,
            Plans plans,
            FormerSenders former,
            SyncLog runs,
            Intervals intervals,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.messages = messages;
        this.listings = listings;
        this.listingRuns = listingRuns;
        this.unproven = unproven;
        this.counts = counts;
        this.queue = queue;
        this.rechecks = rechecks;
        this.settled = settled;
        this.plans = plans;
        this.former = former;
        this.runs = runs;
        this.intervals = intervals;
        this.feed = feed;
        this.audit = audit;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** What becomes of the stored mail of senders that are taken off the list. */
    public enum Removed {
        KEEP,
        PURGE
    }

    /** What became of a change. */
    public enum Outcome {
        /** The list is now the one that was wanted; perhaps it was before. */
        SET,

        /** The list is no longer the one that the change was made from. */
        CHANGED_MEANWHILE,

        NO_SUCH_MAILBOX
    }

    /**
     * Sets the senders of a mailbox.
     *
     * @param expected whether this version of the list is the one that the change was made from
     * @param senders the whole list
     */
    public Outcome set(UUID userId, UUID mailboxId, LongPredicate expected, List<Sender> senders, Removed removed) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId) && row.desired() != Desired.DISCONNECT)
                .map(row -> change(row, expected, senders, removed))
                .orElse(Outcome.NO_SUCH_MAILBOX));
    }

    private Outcome change(MailboxRow row, LongPredicate expected, List<Sender> senders, Removed removed) {
        Set<String> before = Set.copyOf(row.senders());
        var after = new TreeSet<String>();
        senders.forEach(sender -> after.add(sender.value()));
        var added = new TreeSet<>(after);
        added.removeAll(before);
        var dropped = new TreeSet<>(before);
        dropped.removeAll(after);
        if (added.isEmpty() && dropped.isEmpty()) {
            // Whoever repeats a change because its answer got lost has what they wanted.
            return Outcome.SET;
        }
        if (!expected.test(row.sendersVersion())) {
            return Outcome.CHANGED_MEANWHILE;
        }
        jdbc.sql("update mailboxes set senders_version = senders_version + 1 where id = :id")
                .param("id", row.id())
                .update();
        jdbc.sql("delete from watched_senders where mailbox_id = :id and sender = any(:dropped)")
                .param("id", row.id())
                .param("dropped", dropped.toArray(String[]::new))
                .update();
        jdbc.sql("insert into watched_senders (mailbox_id, sender) select :id, unnest(:added)")
                .param("id", row.id())
                .param("added", added.toArray(String[]::new))
                .update();
        former.changed(row.id(), added, removed == Removed.KEEP ? dropped : Set.of());
        intervals.shorten(row.id());
        if (!dropped.isEmpty()) {
            drop(row, dropped, after, removed);
        }
        if (!added.isEmpty()) {
            startImport(row, added);
        }
        audit.record(row.userId(), row.id(), "senders-changed", "+" + added.size() + " -" + dropped.size());
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
        return Outcome.SET;
    }

    private void drop(MailboxRow row, Set<String> dropped, Set<String> left, Removed removed) {
        listings.dropSenders(row.id(), dropped);
        if (left.isEmpty()) {
            // Nothing is watched, so nothing is looked at; the next first sender takes a fresh cursor.
            jdbc.sql("update mailboxes set history_id = null, last_look_at = null, next_look_at = null where id = :id")
                    .param("id", row.id())
                    .update();
            jdbc.sql("delete from undecided_messages where mailbox_id = :id")
                    .param("id", row.id())
                    .update();
            jdbc.sql("delete from message_queue where mailbox_id = :id")
                    .param("id", row.id())
                    .update();
            counts.recount(row.id());
        } else {
            stopImport(row, left);
            unproven.sendersDropped(row.id(), left);
        }
        if (removed == Removed.PURGE) {
            messages.purge(row.id(), dropped, left);
            rechecks.forgetPurged(row.id());
            counts.recount(row.id());
        }
    }

    /**
     * What is queued does not say whose it is: it is listed again for those who are left, which costs five units for as
     * many as 500 messages. FetchPool them to find out would cost twenty each, and mail would be read that nobody wants.
     */
    private void stopImport(MailboxRow row, Set<String> left) {
        if (queue.removeImports(row.id()) > 0) {
            listingRuns.startImport(row.id(), left, Instant.now());
            counts.recount(row.id());
        }
    }

    private void startImport(MailboxRow row, Set<String> added) {
        plans.find(row.id(), added)
                // An audit may have settled what the plan did not know yet.
                .filter(plan -> row.lastAuditAt() == null || row.lastAuditAt().isBefore(plan.madeAt()))
                .ifPresentOrElse(
                        plan -> importByPlan(row, added, plan),
                        () -> listingRuns.startImport(row.id(), added, Instant.now()));
        jdbc.sql("delete from plans where mailbox_id = :id")
                .param("id", row.id())
                .update();
        settled.askAgainForRefused(row.id(), REFUSED_LATELY);
    }

    private void importByPlan(MailboxRow row, Set<String> added, Plans.Listed plan) {
        UUID run = listingRuns.startImportSincePlan(row.id(), added, plan.madeAt());
        if (row.historyId() == null) {
            unproven.cursorBegins(row);
            jdbc.sql("update mailboxes set history_id = :cursor, last_look_at = :made where id = :id")
                    .param("cursor", new BigDecimal(plan.historyId()), Types.NUMERIC)
                    .param("made", Timestamp.from(plan.madeAt()))
                    .param("id", row.id())
                    .update();
        }
        int found =
                queue.addUnknown(row.id(), row.sendersVersion() + 1, plan.messageIds(), Priority.IMPORT, true, null);
        runs.found(run, found);
        counts.found(row.id(), found);
    }
}

package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.listing.Audits;
import dev.mailkeep.activities.sync.progress.ImportCounts;
import dev.mailkeep.activities.sync.progress.Intervals;
import dev.mailkeep.activities.sync.progress.SyncLog;
import dev.mailkeep.activities.sync.progress.SyncState;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.Priority;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import dev.mailkeep.activities.sync.store.EmailMessages;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes what a look has learnt, together with the cursor that it brings. Needs the mailbox's lock. */
@Component
final class CheckWriter {

    private final EmailMessages messages;
    private final MessageQueue queue;
    private final DismissedMessages settled;
    private final UnconfirmedCandidates undecided;
    private final ImportCounts counts;
    private final Audits audits;
    private final SyncLog runs;
    private final SyncState state;
    private final Intervals intervals;
    private final ChangeFeed feed;
    private final JdbcClient jdbc;

    CheckWriter(
            EmailMessages messages,
            MessageQueue queue,
            DismissedMessages settled,
            UnconfirmedCandidates undecided,
            ImportCounts counts,
            Audits audits,
            SyncLog runs,
            SyncState state,
            Intervals intervals,
            ChangeFeed feed,
            JdbcClient jdbc) {
        this.messages = messages;
        this.queue = queue;
        this.settled = settled;
        this.undecided = undecided;
        this.counts = counts;
        this.audits = audits;
        this.runs = runs;
        this.state = state;
        this.intervals = intervals;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /**
     * What a look has learnt.
     *
     * @param due undecided ids that were listed again
     * @param decision which of them are from watched senders
     */
    record Learnt(
            Instant startedAt,
            History.Stretch stretch,
            List<UnconfirmedCandidates.Waiting> due,
            CandidateFilter.Decision decision) {}

    /**
     * Writes it.
     *
     * @return messages queued
     */
    int write(MailboxRow row, Learnt learnt) {
        Changes changes = learnt.stretch().changes();
        int relabelled = relabel(row, changes);
        // A store under way has read these before they changed.
        queue.raiseRevisions(row.id(), changes.messages().keySet());
        int deleted = delete(row, changes);
        int found = queueFound(row, changes, learnt);
        settled.readAgain(row);
        audits.startIfDue(row, learnt.startedAt());
        if (found > 0) {
            intervals.shorten(row.id());
        }
        adopt(row, learnt.stretch().cursor(), learnt.startedAt());
        runs.looked(row.id(), learnt.startedAt(), found, relabelled, deleted);
        runs.endFinished(row.id());
        if (relabelled + deleted > 0) {
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MESSAGE);
        }
        return found;
    }

    private int relabel(MailboxRow row, Changes changes) {
        int relabelled = 0;
        for (var change : changes.messages().entrySet()) {
            Changes.OfMessage what = change.getValue();
            if (what.relabelled()) {
                relabelled +=
                        messages.changeLabels(row.id(), change.getKey(), what.labelsAdded(), what.labelsRemoved());
            }
        }
        return relabelled;
    }

    private int delete(MailboxRow row, Changes changes) {
        List<String> deleted = changes.ids(Changes.OfMessage::deleted);
        if (deleted.isEmpty()) {
            return 0;
        }
        settled.settle(row.id(), queue.removeDeleted(row.id(), deleted), "GONE", row.sendersVersion());
        counts.recount(row.id());
        undecided.remove(row.id(), deleted);
        return messages.markDeleted(row.id(), deleted);
    }

    private int queueFound(MailboxRow row, Changes changes, Learnt learnt) {
        List<String> rescued = changes.ids(Changes.OfMessage::rescued);
        var candidates = new ArrayList<>(changes.ids(Changes.OfMessage::candidate));
        candidates.removeAll(Set.copyOf(rescued));
        // Arrived after the last complete look, or that look would have seen them.
        Instant arrivedAfter = row.lastLookAt();
        // The search may lag behind and knows nothing of a rescued message's age: it gets one get at once.
        int found = queue.addUnknown(row.id(), row.sendersVersion(), rescued, Priority.LIVE, false, arrivedAfter);
        var named = new ArrayList<>(learnt.decision().named());
        named.retainAll(candidates);
        found += queue.addUnknown(row.id(), row.sendersVersion(), named, Priority.LIVE, false, arrivedAfter);
        // The search goes back further than this look and names what history did not: of any age.
        found += queue.addUnknown(
                row.id(), row.sendersVersion(), learnt.decision().named(), Priority.LIVE, false, null);
        settled.settle(row.id(), learnt.decision().refused(), "REFUSED", row.sendersVersion());
        undecided.remove(row.id(), learnt.decision().refused());
        List<String> due = learnt.due().stream()
                .map(UnconfirmedCandidates.Waiting::messageId)
                .toList();
        if (learnt.decision().searches().complete()) {
            undecided.listedAgain(row.id(), due);
        } else {
            undecided.putOff(row.id(), due);
        }
        undecided.add(row.id(), row.sendersVersion(), candidates, arrivedAfter);
        return found;
    }

    /** Everything before this id is committed with it. */
    void adopt(MailboxRow row, BigInteger cursor, Instant startedAt) {
        jdbc.sql("""
                        update mailboxes
                        set history_id = :cursor, last_look_at = :started, last_synced_at = now(),
                            next_look_at = now() + make_interval(secs => %s)
                        where id = :id
                        """.formatted(Intervals.SECONDS))
                .param("longest", intervals.longestSeconds())
                .param("cursor", new BigDecimal(cursor), Types.NUMERIC)
                .param("started", Timestamp.from(startedAt))
                .param("id", row.id())
                .update();
        state.recovered(row.id());
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }
}

package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Intervals;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.listing.Audits;
import dev.mailkeep.activities.sync.progress.SyncLog;
import java.math.BigInteger;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Writes the result of a check together with its new cursor. Needs the mailbox's lock. */
@Component
final class CheckWriter {

    private final StoredChanges stored;
    private final FoundCandidates candidates;
    private final Audits audits;
    private final SyncLog log;
    private final SyncPosition position;
    private final Intervals intervals;
    private final Conditions conditions;
    private final ChangeFeed feed;

    CheckWriter(
            StoredChanges stored,
            FoundCandidates candidates,
            Audits audits,
            SyncLog log,
            SyncPosition position,
            Intervals intervals,
            Conditions conditions,
            ChangeFeed feed) {
        this.stored = stored;
        this.candidates = candidates;
        this.audits = audits;
        this.log = log;
        this.position = position;
        this.intervals = intervals;
        this.conditions = conditions;
        this.feed = feed;
    }

    /**
     * The result of a check.
     *
     * @param decision which of the candidates are from watched senders
     */
    record CheckResult(Instant startedAt, History.Stretch stretch, CandidateFilter.Decision decision) {}

    /**
     * Writes the result.
     *
     * @return how many messages were queued
     */
    int write(MailboxRow row, CheckResult result) {
        Changes changes = result.stretch().changes();
        StoredChanges.Count changed = stored.apply(row, changes);
        int found = candidates.queue(row, changes, result.decision());
        audits.startIfDue(row, result.startedAt());
        if (found > 0) {
            intervals.shorten(row.id());
        }
        adopt(row, result.stretch().cursor(), result.startedAt());
        log.checked(row.id(), result.startedAt(), found, changed.relabelled(), changed.deleted());
        log.endFinished(row.id());
        if (changed.relabelled() + changed.deleted() > 0) {
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MESSAGE);
        }
        return found;
    }

    /** Adopts a cursor. The same transaction commits everything before it. */
    void adopt(MailboxRow row, BigInteger cursor, Instant startedAt) {
        position.checked(row.id(), cursor, startedAt);
        conditions.recovered(row.id());
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.EmailMessages;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.Listings.Purpose;
import dev.mailkeep.activities.sync.MessageQueue.Priority;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A look: what changed since the cursor. Nothing changed: one call of 2 units. Otherwise one search decides which of the
 * new messages are from watched senders, so that nobody else's mail is ever fetched.
 */
final class Look {

    private static final Duration AUDIT_EVERY = Duration.ofDays(1);

    /** Runs that start because of an expired cursor, a day; more means that Google's own ids expire at once. */
    private static final int MAX_EXPIRIES_A_DAY = 6;

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final EmailMessages messages;
    private final MessageQueue queue;
    private final Undecided undecided;
    private final Listings listings;
    private final SyncRuns runs;
    private final SyncState state;
    private final ChangeFeed feed;
    private final JdbcClient jdbc;

    Look(
            GmailApi gmail,
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            Undecided undecided,
            Listings listings,
            SyncRuns runs,
            SyncState state,
            ChangeFeed feed,
            JdbcClient jdbc) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.messages = messages;
        this.queue = queue;
        this.undecided = undecided;
        this.listings = listings;
        this.runs = runs;
        this.state = state;
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /**
     * Makes a look.
     *
     * @return messages queued
     * @throws StartOver when the senders changed meanwhile
     */
    int make(Attempt attempt) {
        MailboxRow row = attempt.row();
        if (row.senders().isEmpty()) {
            return 0;
        }
        Instant startedAt = Instant.now();
        BigInteger cursor = row.historyId();
        if (cursor == null) {
            takeFreshCursor(attempt, startedAt);
            return 0;
        }
        History.Stretch stretch;
        try {
            stretch = new History(gmail).since(attempt, cursor);
        } catch (GoogleFailure.NotFound tooOld) {
            cursorExpired(attempt, startedAt);
            return 0;
        }
        List<Undecided.Waiting> due = undecided.due(row.id());
        Set<String> named = search(attempt, stretch.changes(), due);
        return mailboxes.commit(row, now -> {
            requireSameSenders(row, now);
            return apply(now, startedAt, stretch, due, named);
        });
    }

    /** The history id comes before everything else, so that nothing falls between it and the listing that follows. */
    private void takeFreshCursor(Attempt attempt, Instant startedAt) {
        BigInteger cursor = profile(attempt);
        mailboxes.commit(attempt.row(), now -> {
            requireSameSenders(attempt.row(), now);
            adopt(now, cursor, startedAt);
            return now;
        });
    }

    /** History was lost; a listing of everything finds out what it would have told. */
    private void cursorExpired(Attempt attempt, Instant startedAt) {
        BigInteger cursor = profile(attempt);
        mailboxes.commit(attempt.row(), now -> {
            requireSameSenders(attempt.row(), now);
            if (expiriesToday(now) >= MAX_EXPIRIES_A_DAY) {
                throw new GoogleFailure.Unavailable("Gmail's history expires as soon as it is made");
            }
            runs.started(
                    now.id(), listings.startReconciling(now, Purpose.EXPIRED, null, now.lastLookAt()), Purpose.EXPIRED);
            adopt(now, cursor, startedAt);
            return now;
        });
    }

    private BigInteger profile(Attempt attempt) {
        return attempt.gmail(access -> gmail.profile(attempt.row().id(), access))
                .historyId();
    }

    /** Asks Gmail which of the candidates are from watched senders; no call where there are no candidates. */
    private Set<String> search(Attempt attempt, Changes changes, List<Undecided.Waiting> due) {
        MailboxRow row = attempt.row();
        List<String> candidates = changes.messages().entrySet().stream()
                .filter(change -> change.getValue().candidate())
                .map(Map.Entry::getKey)
                .toList();
        if (due.isEmpty() && allKnown(row, candidates)) {
            return Set.of();
        }
        Instant after = after(row, due);
        var named = new LinkedHashSet<String>();
        for (List<String> chunk : Search.chunks(row.senders())) {
            String query = Search.from(chunk, after);
            String token = null;
            var seenTokens = new HashSet<String>();
            do {
                String pageToken = token;
                GmailApi.IdPage page = attempt.gmail(access -> gmail.list(row.id(), access, query, false, pageToken));
                named.addAll(page.ids());
                token = page.nextPageToken();
                if (token != null && !seenTokens.add(token)) {
                    throw new GoogleFailure.Unavailable("Gmail's list goes round in circles");
                }
            } while (token != null);
        }
        return named;
    }

    private boolean allKnown(MailboxRow row, List<String> candidates) {
        return candidates.isEmpty()
                || jdbc.sql("""
                                select not exists (
                                    select from unnest(:ids) as candidate (id)
                                    where not exists (select from email_messages e
                                                      where e.mailbox_id = :mailbox and e.message_id = candidate.id)
                                      and not exists (select from message_queue q
                                                      where q.mailbox_id = :mailbox and q.message_id = candidate.id)
                                      and not exists (select from quarantined_messages q
                                                      where q.mailbox_id = :mailbox and q.message_id = candidate.id)
                                      and not exists (select from undecided_messages u
                                                      where u.mailbox_id = :mailbox and u.message_id = candidate.id)
                                      and not exists (select from settled_messages s
                                                      where s.mailbox_id = :mailbox and s.message_id = candidate.id
                                                        and (s.outcome = 'GONE' or s.senders_version = :version)))
                                """)
                        .param("ids", candidates.toArray(String[]::new))
                        .param("mailbox", row.id())
                        .param("version", row.sendersVersion())
                        .query(Boolean.class)
                        .single();
    }

    private static Instant after(MailboxRow row, List<Undecided.Waiting> due) {
        Instant earliest = row.lastLookAt() == null ? Instant.now() : row.lastLookAt();
        for (Undecided.Waiting waiting : due) {
            earliest = waiting.seenAt().isBefore(earliest) ? waiting.seenAt() : earliest;
        }
        return earliest.minus(Listings.OVERLAP);
    }

    private int apply(
            MailboxRow row,
            Instant startedAt,
            History.Stretch stretch,
            List<Undecided.Waiting> due,
            Set<String> named) {
        var relabelled = 0;
        var deleted = new ArrayList<String>();
        var rescued = new ArrayList<String>();
        var candidates = new ArrayList<String>();
        for (var change : stretch.changes().messages().entrySet()) {
            String id = change.getKey();
            Changes.OfMessage what = change.getValue();
            if (what.deleted()) {
                deleted.add(id);
            } else if (what.relabelled()) {
                relabelled += messages.changeLabels(row.id(), id, what.labelsAdded(), what.labelsRemoved());
            }
            if (what.rescued()) {
                rescued.add(id);
            } else if (what.candidate()) {
                candidates.add(id);
            }
        }
        queue.raiseRevisions(row.id(), stretch.changes().messages().keySet());
        int marked = messages.markDeleted(row.id(), deleted);
        queue.settle(row.id(), queue.removeDeleted(row.id(), deleted), "GONE", row.sendersVersion());
        undecided.remove(row.id(), deleted);

        // Arrived after the last complete look, or that look would have seen them.
        Instant arrivedAfter = row.lastLookAt();
        int found = queue.addUnknown(row.id(), row.sendersVersion(), named, Priority.LIVE, false, arrivedAfter);
        // The search may lag behind and knows nothing of a rescued message's age: it gets one get at once.
        found += queue.addUnknown(row.id(), row.sendersVersion(), rescued, Priority.LIVE, false, arrivedAfter);
        undecided.listedAgain(
                row.id(), due.stream().map(Undecided.Waiting::messageId).toList());
        undecided.add(row.id(), row.sendersVersion(), candidates, arrivedAfter);

        startAuditIfDue(row, startedAt);
        adopt(row, stretch.cursor(), startedAt);
        runs.looked(row.id(), startedAt, found, relabelled, marked);
        runs.endFinished(row.id());
        if (relabelled + marked > 0) {
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MESSAGE);
        }
        return found;
    }

    private void startAuditIfDue(MailboxRow row, Instant now) {
        @Nullable Instant last = row.lastAuditAt();
        boolean due = last == null || Duration.between(last, now).compareTo(AUDIT_EVERY) >= 0;
        if (due && !listings.isOpen(row.id(), Purpose.AUDIT) && !listings.isOpen(row.id(), Purpose.IMPORT)) {
            if (last != null) {
                runs.started(row.id(), listings.startReconciling(row, Purpose.AUDIT, null, null), Purpose.AUDIT);
            }
            jdbc.sql("update mailboxes set last_audit_at = now() where id = :id")
                    .param("id", row.id())
                    .update();
        }
    }

    private void adopt(MailboxRow row, BigInteger cursor, Instant startedAt) {
        jdbc.sql("""
                        update mailboxes
                        set history_id = :cursor, last_look_at = :started, last_synced_at = now(),
                            next_look_at = now() + make_interval(secs => sync_interval_seconds)
                        where id = :id
                        """)
                .param("cursor", new BigDecimal(cursor), Types.NUMERIC)
                .param("started", Timestamp.from(startedAt))
                .param("id", row.id())
                .update();
        state.recovered(row.id());
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }

    private int expiriesToday(MailboxRow row) {
        return jdbc.sql("""
                        select count(*) from sync_runs
                        where mailbox_id = :id and kind = 'EXPIRED' and started_at > now() - interval '1 day'
                        """).param("id", row.id()).query(Integer.class).single();
    }

    private static void requireSameSenders(MailboxRow seen, MailboxRow now) {
        if (seen.sendersVersion() != now.sendersVersion()) {
            throw new StartOver();
        }
    }
}

package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mailbox.Addresses;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.StartOver;
import dev.mailkeep.activities.sync.attempt.Tally;
import dev.mailkeep.activities.sync.listing.Audits;
import dev.mailkeep.activities.sync.listing.CompletenessGap;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.sync.progress.SearchFailure;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import dev.mailkeep.activities.sync.queue.KnownIds;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A look: what changed since the cursor. Nothing changed: one call of 2 units. Otherwise one search decides which of the
 * new messages are from watched senders, so that nobody else's mail is ever fetched.
 */
@Component
public final class Check {

    /** Runs that start because of an expired cursor, a day; more means that Google's own ids expire at once. */
    private static final int MAX_EXPIRIES_A_DAY = 6;

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final KnownIds known;
    private final UnconfirmedCandidates undecided;
    private final CandidateFilter candidates;
    private final CompletenessGap unproven;
    private final ListingJobs listingRuns;
    private final SearchFailures setbacks;
    private final Addresses addresses;
    private final CheckWriter writer;
    private final JdbcClient jdbc;

    Check(
            GmailApi gmail,
            Mailboxes mailboxes,
            KnownIds known,
            UnconfirmedCandidates undecided,
            CandidateFilter candidates,
            CompletenessGap unproven,
            ListingJobs listingRuns,
            SearchFailures setbacks,
            Addresses addresses,
            CheckWriter writer,
            JdbcClient jdbc) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.known = known;
        this.undecided = undecided;
        this.candidates = candidates;
        this.unproven = unproven;
        this.listingRuns = listingRuns;
        this.setbacks = setbacks;
        this.addresses = addresses;
        this.writer = writer;
        this.jdbc = jdbc;
    }

    /**
     * Makes a look.
     *
     * @param queued counts the messages it queues
     * @throws StartOver when the senders changed meanwhile
     */
    public void make(GmailSession attempt, Tally queued) {
        MailboxRow row = attempt.row();
        if (row.senders().isEmpty()) {
            return;
        }
        Instant startedAt = Instant.now();
        BigInteger cursor = row.historyId();
        if (cursor == null) {
            takeFreshCursor(attempt, startedAt);
            return;
        }
        History.Stretch stretch;
        try {
            stretch = new History(gmail).since(attempt, cursor);
        } catch (GoogleFailure.NotFound tooOld) {
            cursorExpired(attempt, startedAt);
            return;
        }
        List<UnconfirmedCandidates.Waiting> due = undecided.due(row.id());
        CandidateFilter.Decision decision = decide(attempt, stretch.changes(), due);
        String address = Audits.isDaily(row, startedAt) ? presentAddress(attempt) : null;
        var learnt = new CheckWriter.Learnt(startedAt, stretch, due, decision);
        queued.add(mailboxes.commit(row, now -> {
            requireSameSenders(row, now);
            noteSearches(now, decision.searches());
            if (stretch.nameless()) {
                unproven.historyWasNameless(now);
            }
            addresses.learnt(now, address);
            return writer.write(now, learnt);
        }));
    }

    private void noteSearches(MailboxRow row, CandidateFilter.Searches searches) {
        searches.failed().forEach((part, trouble) -> setbacks.failed(row.id(), part, trouble));
        searches.over().forEach(part -> setbacks.over(row.id(), part));
    }

    /** The history id comes before everything else, so that nothing falls between it and the listing that follows. */
    private void takeFreshCursor(GmailSession attempt, Instant startedAt) {
        GmailApi.Account account = attempt.gmail(Urgency.LIVE, gmail::profile);
        mailboxes.commit(attempt.row(), now -> {
            requireSameSenders(attempt.row(), now);
            addresses.learnt(now, account.emailAddress());
            unproven.cursorBegins(now);
            writer.adopt(now, account.historyId(), startedAt);
            return now;
        });
    }

    /** History was lost; a listing of everything finds out what it would have told. */
    private void cursorExpired(GmailSession attempt, Instant startedAt) {
        GmailApi.Account account = attempt.gmail(Urgency.LIVE, gmail::profile);
        mailboxes.commit(attempt.row(), now -> {
            requireSameSenders(attempt.row(), now);
            addresses.learnt(now, account.emailAddress());
            if (expiriesToday(now) >= MAX_EXPIRIES_A_DAY) {
                throw new GoogleFailure.Unavailable("Gmail's history expires as soon as it is made");
            }
            listingRuns.startAfterExpiry(now);
            unproven.cursorBegins(now);
            writer.adopt(now, account.historyId(), startedAt);
            return now;
        });
    }

    /** An organisation may give an account another address; asked for once a day, and null where it can't be had. */
    private @Nullable String presentAddress(GmailSession attempt) {
        try {
            return attempt.gmail(Urgency.LIVE, SearchFailure.alone(gmail::profile))
                    .emailAddress();
        } catch (SearchFailure | GoogleFailure.BadRequest notNow) {
            return null;
        }
    }

    /** No call where there are no new candidates. */
    private CandidateFilter.Decision decide(
            GmailSession attempt, Changes changes, List<UnconfirmedCandidates.Waiting> due) {
        List<String> added = known.newOnes(attempt.row(), changes.ids(Changes.OfMessage::candidate));
        return candidates.decide(attempt, added, due);
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

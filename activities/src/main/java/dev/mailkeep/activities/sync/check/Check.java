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
import dev.mailkeep.activities.sync.progress.SearchFailure;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A check: asks Gmail what changed since the cursor. When nothing changed, that is one call of 2 units. Otherwise
 * {@link CandidateFilter} decides which of the new messages are from watched senders, so that other people's mail is
 * not fetched.
 */
@Component
public final class Check {

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final CandidateFilter candidates;
    private final CursorStart cursorStart;
    private final CompletenessGap gap;
    private final SearchFailures failures;
    private final Addresses addresses;
    private final CheckWriter writer;

    Check(
            GmailApi gmail,
            Mailboxes mailboxes,
            CandidateFilter candidates,
            CursorStart cursorStart,
            CompletenessGap gap,
            SearchFailures failures,
            Addresses addresses,
            CheckWriter writer) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.candidates = candidates;
        this.cursorStart = cursorStart;
        this.gap = gap;
        this.failures = failures;
        this.addresses = addresses;
        this.writer = writer;
    }

    /**
     * Runs the check.
     *
     * @param queued counts the messages that the check queues
     * @throws StartOver when the senders changed meanwhile
     */
    public void run(GmailSession session, Tally queued) {
        MailboxRow row = session.row();
        if (row.senders().isEmpty()) {
            return;
        }
        Instant startedAt = Instant.now();
        BigInteger cursor = row.historyId();
        if (cursor == null) {
            cursorStart.fresh(session, startedAt);
            return;
        }
        History.Stretch stretch;
        try {
            stretch = new History(gmail).since(session, cursor);
        } catch (GoogleFailure.NotFound tooOld) {
            cursorStart.afterExpiry(session, startedAt);
            return;
        }
        CandidateFilter.Decision decision =
                candidates.decide(session, stretch.changes().ids(Changes.MessageChange::candidate));
        String address = Audits.isDaily(row, startedAt) ? presentAddress(session) : null;
        var result = new CheckWriter.CheckResult(startedAt, stretch, decision);
        queued.add(mailboxes.commit(row, now -> {
            requireSameSenders(row, now);
            noteSearches(now, decision.searches());
            if (stretch.nameless()) {
                gap.openForUnnamedChange(now);
            }
            addresses.update(now, address);
            return writer.write(now, result);
        }));
    }

    private void noteSearches(MailboxRow row, CandidateFilter.Searches searches) {
        searches.failed().forEach((part, failureType) -> failures.failed(row.id(), part, failureType));
        searches.recovered().forEach(part -> failures.clear(row.id(), part));
    }

    /**
     * The account's present address, which an organisation may change. Asked for once a day; null when Gmail does not
     * give it.
     */
    private @Nullable String presentAddress(GmailSession session) {
        try {
            return session.gmail(Urgency.LIVE, SearchFailure.alone(gmail::profile))
                    .emailAddress();
        } catch (SearchFailure | GoogleFailure.BadRequest notNow) {
            return null;
        }
    }

    static void requireSameSenders(MailboxRow seen, MailboxRow now) {
        if (seen.sendersVersion() != now.sendersVersion()) {
            throw new StartOver();
        }
    }
}

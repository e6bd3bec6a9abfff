package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.PageTokens;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.Tally;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.listing.Listings.Scope;
import dev.mailkeep.activities.sync.progress.SearchFailure;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Continues the open listings page by page. One transaction writes a page's ids and the token of the next page. A
 * failing listing has its own back-off, which grows; the others go on.
 */
@Component
public final class ListingStep {

    private static final Logger log = LoggerFactory.getLogger(ListingStep.class);

    private static final long BATCH_TIME = Duration.ofSeconds(10).toNanos();
    private static final int MAX_RESTARTS = 5;

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final Listings listings;
    private final ListedIds listed;
    private final SearchFailures failures;
    private final Conditions conditions;
    private final ChangeFeed feed;

    ListingStep(
            GmailApi gmail,
            Mailboxes mailboxes,
            Listings listings,
            ListedIds listed,
            SearchFailures failures,
            Conditions conditions,
            ChangeFeed feed) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.listings = listings;
        this.listed = listed;
        this.failures = failures;
        this.conditions = conditions;
        this.feed = feed;
    }

    /**
     * Lists for some seconds, or until nothing is left to list except listings in back-off.
     *
     * @param queued counts the messages that the step queues
     */
    public void runBatch(GmailSession session, Tally queued) {
        long end = System.nanoTime() + BATCH_TIME;
        var given = new HashMap<String, PageTokens>();
        Optional<Listing> next = nextOf(session);
        while (next.isPresent() && System.nanoTime() < end) {
            queued.add(page(session, next.get(), given));
            next = nextOf(session);
        }
    }

    /**
     * Nothing is listed before the mailbox has a cursor: mail that arrives between the listing and the cursor would be
     * lost.
     */
    private Optional<Listing> nextOf(GmailSession session) {
        return session.row().historyId() == null
                ? Optional.empty()
                : listings.next(session.row().id());
    }

    private int page(GmailSession session, Listing listing, Map<String, PageTokens> given) {
        MailboxRow seen = session.row();
        GmailApi.IdPage page;
        try {
            String query = SenderQuery.from(listing.senders(), listing.afterEpoch(), listing.beforeEpoch());
            boolean hidden = listing.scope() != Scope.VISIBLE;
            String where = hidden ? " in:" + listing.scope().name().toLowerCase(Locale.ROOT) : "";
            page = session.gmail(
                    Urgency.IMPORT,
                    SearchFailure.alone(caller -> gmail.list(caller, query + where, hidden, listing.pageToken())));
        } catch (GoogleFailure.BadRequest refused) {
            return restart(seen, listing);
        } catch (SearchFailure failure) {
            log.warn("A listing of mailbox {} failed: {}", seen.id(), failure.getMessage());
            return backOff(seen, listing, failure.failureType());
        }
        String next = page.nextPageToken();
        PageTokens tokens = given.computeIfAbsent(
                listing.id() + " " + listing.restarts(), start -> new PageTokens(listing.pageToken()));
        if (!tokens.isNew(next)) {
            return restart(seen, listing);
        }
        return mailboxes.commit(seen, now -> {
            if (!listings.unchanged(listing)) {
                return 0;
            }
            int found = listed.queue(now, listing, page.ids());
            // A restarted listing has passed the page that failed only when it reaches its end.
            if (listing.failing() && (listing.restarts() == 0 || next == null)) {
                failures.clear(now.id(), listing.id().toString());
            }
            if (next != null) {
                listings.advance(listing, next);
            } else if (listings.finish(listing)) {
                listed.end(now, listing);
            }
            conditions.recovered(now.id());
            feed.announce(now.userId(), now.id(), ChangeFeed.Kind.MAILBOX);
            return found;
        });
    }

    /**
     * Gmail does not accept the page token any more, so the listing starts again from its first page. A listing that is
     * refused on its first page or has been restarted too often also counts as failing, but a later attempt must not
     * begin with the same token either.
     */
    private int restart(MailboxRow seen, Listing listing) {
        boolean restartIsEnough = listing.pageToken() != null && listing.restarts() < MAX_RESTARTS;
        if (!restartIsEnough) {
            log.warn("Gmail refuses to go on with a listing of mailbox {}", seen.id());
        }
        return mailboxes.commit(seen, now -> {
            if (listings.unchanged(listing)) {
                listings.restart(listing);
                if (!restartIsEnough) {
                    recordFailure(now, listing, FailureTypes.GOOGLE_UNAVAILABLE);
                }
            }
            return 0;
        });
    }

    private int backOff(MailboxRow seen, Listing listing, String failureType) {
        return mailboxes.commit(seen, now -> {
            if (listings.unchanged(listing)) {
                recordFailure(now, listing, failureType);
            }
            return 0;
        });
    }

    private void recordFailure(MailboxRow row, Listing listing, String failureType) {
        failures.listingFailed(row.id(), listing.id(), failureType);
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
    }
}

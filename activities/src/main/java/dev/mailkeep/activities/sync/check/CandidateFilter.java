package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.Pages;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mail.SenderMatcher.Verdict;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.listing.Listings;
import dev.mailkeep.activities.sync.listing.SenderQuery;
import dev.mailkeep.activities.sync.progress.SearchFailure;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import dev.mailkeep.activities.sync.queue.KnownIds;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates.Waiting;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides which of the messages that history named are from watched senders. Gmail's search tells that without reading
 * anybody else's mail. The filter asks for the candidates' From headers only when there are so many senders that their
 * searches cost more.
 *
 * <p>A failing search has its own back-off and is skipped until that is over; the check goes on, and its cursor moves.
 * The transaction that adopts the cursor also stores every candidate that no search has named as an unconfirmed
 * candidate. So nothing depends on history naming it again, and it counts as missing until it is confirmed or
 * dismissed. When the failing search is retried, it goes back to the first unconfirmed candidate, so it names all that
 * it would have named before. If the cursor stood still instead, one failing search would hold back labels, deletions
 * and the mail of all other senders, and the cursor would be too old in the end.
 */
@Component
final class CandidateFilter {

    private static final Logger log = LoggerFactory.getLogger(CandidateFilter.class);

    private final GmailApi gmail;
    private final QuotaSettings quota;
    private final SearchFailures failures;
    private final KnownIds known;
    private final UnconfirmedCandidates unconfirmed;

    CandidateFilter(
            GmailApi gmail,
            QuotaSettings quota,
            SearchFailures failures,
            KnownIds known,
            UnconfirmedCandidates unconfirmed) {
        this.gmail = gmail;
        this.quota = quota;
        this.failures = failures;
        this.known = known;
        this.unconfirmed = unconfirmed;
    }

    /**
     * What is known about the candidates. Those in neither set are unconfirmed.
     *
     * @param named from watched senders according to Gmail's search or the From header, or in doubt according to the
     *     latter
     * @param refused from somebody else according to the From header
     * @param listedAgain unconfirmed candidates of earlier checks that were due to be listed again
     * @param searches how the searches for this decision went
     */
    record Decision(Set<String> named, Set<String> refused, List<String> listedAgain, Searches searches) {}

    /**
     * How the searches of a check went.
     *
     * @param failed the searches that failed, with the type of each failure
     * @param recovered the searches that had failed before and have now succeeded, or that no present sender needs
     * @param complete whether no search failed and no search was skipped
     */
    record Searches(Map<String, String> failed, Set<String> recovered, boolean complete) {}

    /**
     * Decides by search or by the From header, whichever costs less. Makes no call when there is nothing to decide.
     *
     * @param candidates ids that history named
     */
    Decision decide(GmailSession session, Collection<String> candidates) {
        List<String> added = known.newOnes(session.row(), candidates);
        List<Waiting> due = unconfirmed.due(session.row().id());
        var searches = new CheckSearches(session);
        var ids = new LinkedHashSet<>(added);
        List<String> again = due.stream().map(Waiting::messageId).toList();
        ids.addAll(again);
        if (searches.anyToRetry()
                || (!ids.isEmpty() && ids.size() * quota.getUnits() >= searches.count() * quota.listUnits())) {
            return new Decision(searches.run(due), Set.of(), again, searches.result());
        }
        return ids.isEmpty()
                ? new Decision(Set.of(), Set.of(), again, searches.result())
                : ask(session, ids, again, searches.result());
    }

    /** The searches of one check, each for a group of senders. */
    private final class CheckSearches {
        private final GmailSession session;
        private final Map<String, List<String>> chunks = new LinkedHashMap<>();
        private final Map<String, Instant> failedBefore;
        private final Instant now = Instant.now();
        private final Map<String, String> failed = new HashMap<>();
        private final Set<String> recovered;
        private boolean skipped;

        CheckSearches(GmailSession session) {
            this.session = session;
            SenderQuery.chunks(session.row().senders())
                    .forEach(chunk -> chunks.put(SearchFailures.checkSearch(chunk), chunk));
            failedBefore = failures.failingCheckSearches(session.row().id());
            recovered = new HashSet<>(failedBefore.keySet());
            recovered.removeAll(chunks.keySet());
        }

        int count() {
            return chunks.size();
        }

        boolean anyToRetry() {
            return chunks.keySet().stream().anyMatch(part -> failedBefore.containsKey(part) && !isBackingOff(part));
        }

        private boolean isBackingOff(String part) {
            Instant until = failedBefore.get(part);
            return until != null && until.isAfter(now);
        }

        Searches result() {
            return new Searches(failed, recovered, failed.isEmpty() && !skipped);
        }

        Set<String> run(List<Waiting> due) {
            var named = new LinkedHashSet<String>();
            Instant after = after(due);
            chunks.forEach((part, senders) -> {
                if (isBackingOff(part)) {
                    skipped = true;
                    return;
                }
                try {
                    search(senders, after, named);
                    if (failedBefore.containsKey(part)) {
                        recovered.add(part);
                    }
                } catch (SearchFailure failure) {
                    log.warn(
                            "A check of mailbox {} could not complete one of its searches: {}",
                            session.row().id(),
                            failure.getMessage());
                    failed.put(part, failure.failureType());
                }
            });
            return named;
        }

        private Instant after(List<Waiting> due) {
            Instant last = session.row().lastCheckAt();
            Instant earliest = last == null ? now : last;
            for (Waiting waiting : due) {
                earliest = waiting.seenAt().isBefore(earliest) ? waiting.seenAt() : earliest;
            }
            Instant first = failedBefore.isEmpty()
                    ? earliest
                    : unconfirmed.firstSeenAt(session.row().id()).orElse(earliest);
            return (first.isBefore(earliest) ? first : earliest).minus(Listings.OVERLAP);
        }

        /** What earlier pages named counts, even when a later page fails. */
        private void search(List<String> senders, Instant after, Set<String> named) {
            String query = SenderQuery.from(senders, after);
            var pages = new Pages<GmailApi.IdPage>(token -> page(query, token));
            while (pages.hasNext()) {
                named.addAll(pages.next().ids());
            }
            if (pages.areEndless()) {
                throw SearchFailure.endless();
            }
        }

        private GmailApi.IdPage page(String query, @Nullable String token) {
            try {
                return session.gmail(
                        Urgency.LIVE, SearchFailure.alone(caller -> gmail.list(caller, query, false, token)));
            } catch (GoogleFailure.BadRequest refused) {
                throw SearchFailure.of(refused);
            }
        }
    }

    private Decision ask(GmailSession session, Set<String> ids, List<String> again, Searches searches) {
        var matcher = new SenderMatcher(session.row().senders());
        var named = new LinkedHashSet<String>();
        var refused = new LinkedHashSet<String>();
        for (String id : ids) {
            KeptMessage message = sender(session, id);
            if (message == null || message.fromHeader().isEmpty()) {
                continue;
            }
            // A message in doubt is fetched and judged again; if the doubt remains, it is quarantined, where the owner
            // sees it.
            if (matcher.judge(message) instanceof Verdict.SomebodyElses) {
                refused.add(id);
            } else {
                named.add(id);
            }
        }
        return new Decision(named, refused, again, searches);
    }

    /** Null when this message can't be fetched or read: it stays unconfirmed and does not hold up the others. */
    private @Nullable KeptMessage sender(GmailSession session, String id) {
        try {
            return session.gmail(Urgency.LIVE, caller -> MailParser.parse(gmail.sender(caller, id)));
        } catch (GoogleFailure.NotFound
                | GoogleFailure.Unavailable
                | GoogleFailure.Forbidden
                | GoogleFailure.BadRequest notNow) {
            return null;
        } catch (IllegalArgumentException | StackOverflowError unreadable) {
            return null;
        }
    }
}

package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mail.SenderMatcher.Verdict;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.Undecided.Waiting;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the messages that history named are from watched senders. Gmail's search tells without anybody else's mail
 * being read; only where there are so many senders that their searches cost more than asking for the From header of each
 * candidate, that header is asked for.
 */
final class Candidates {

    private final GmailApi gmail;
    private final QuotaSettings quota;

    Candidates(GmailApi gmail, QuotaSettings quota) {
        this.gmail = gmail;
        this.quota = quota;
    }

    /**
     * What is known of the candidates by now; those in neither set are undecided.
     *
     * @param named from watched senders, as far as Gmail's search or the From header tells
     * @param refused somebody else's, as the From header tells
     */
    record Decision(Set<String> named, Set<String> refused) {
        static final Decision NOTHING = new Decision(Set.of(), Set.of());
    }

    /**
     * Decides by whatever costs less.
     *
     * @param due candidates of before that are to be looked for again
     */
    Decision decide(Attempt attempt, Collection<String> candidates, List<Waiting> due) {
        if (candidates.isEmpty() && due.isEmpty()) {
            return Decision.NOTHING;
        }
        List<List<String>> chunks = Search.chunks(attempt.row().senders());
        var ids = new LinkedHashSet<>(candidates);
        due.forEach(waiting -> ids.add(waiting.messageId()));
        return ids.size() * quota.getUnits() < chunks.size() * quota.listUnits()
                ? ask(attempt, ids)
                : new Decision(search(attempt, chunks, after(attempt.row(), due)), Set.of());
    }

    private Set<String> search(Attempt attempt, List<List<String>> chunks, Instant after) {
        var named = new LinkedHashSet<String>();
        for (List<String> chunk : chunks) {
            String query = Search.from(chunk, after);
            String token = null;
            var seenTokens = new HashSet<String>();
            do {
                String pageToken = token;
                GmailApi.IdPage page =
                        attempt.gmail(Urgency.LIVE, caller -> gmail.list(caller, query, false, pageToken));
                named.addAll(page.ids());
                token = page.nextPageToken();
                if (token != null && !seenTokens.add(token)) {
                    throw new GoogleFailure.Unavailable("Gmail's list goes round in circles");
                }
            } while (token != null);
        }
        return named;
    }

    private static Instant after(MailboxRow row, List<Waiting> due) {
        Instant earliest = row.lastLookAt() == null ? Instant.now() : row.lastLookAt();
        for (Waiting waiting : due) {
            earliest = waiting.seenAt().isBefore(earliest) ? waiting.seenAt() : earliest;
        }
        return earliest.minus(Listings.OVERLAP);
    }

    private Decision ask(Attempt attempt, Set<String> ids) {
        var matcher = new SenderMatcher(attempt.row().senders());
        var named = new LinkedHashSet<String>();
        var refused = new LinkedHashSet<String>();
        for (String id : ids) {
            KeptMessage message = sender(attempt, id);
            if (message == null || message.fromHeader().isEmpty()) {
                continue;
            }
            // One in doubt is fetched, and either turns out to be a watched sender's or is kept for the person to see.
            if (matcher.judge(message) instanceof Verdict.SomebodyElses) {
                refused.add(id);
            } else {
                named.add(id);
            }
        }
        return new Decision(named, refused);
    }

    /** Null when this one can't be had: it stays undecided and holds up none of the others. */
    private @Nullable KeptMessage sender(Attempt attempt, String id) {
        try {
            return attempt.gmail(Urgency.LIVE, caller -> MailParser.parse(gmail.sender(caller, id)));
        } catch (GoogleFailure.NotFound | GoogleFailure.Unavailable | GoogleFailure.BadRequest notNow) {
            return null;
        } catch (IllegalArgumentException | StackOverflowError unreadable) {
            return null;
        }
    }
}

package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.check.Changes.MessageChange;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.Priority;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Writes down what a check found out about its candidates. Needs the mailbox's lock. */
@Component
final class FoundCandidates {

    private final MessageQueue queue;
    private final DismissedMessages dismissed;
    private final UnconfirmedCandidates unconfirmed;

    FoundCandidates(MessageQueue queue, DismissedMessages dismissed, UnconfirmedCandidates unconfirmed) {
        this.queue = queue;
        this.dismissed = dismissed;
        this.unconfirmed = unconfirmed;
    }

    /**
     * Queues candidates of watched senders, dismisses those of other people, and keeps the rest as unconfirmed
     * candidates.
     *
     * @return how many were queued
     */
    int queue(MailboxRow row, Changes changes, CandidateFilter.Decision decision) {
        List<String> rescued = changes.ids(MessageChange::rescued);
        var candidates = new ArrayList<>(changes.ids(MessageChange::candidate));
        candidates.removeAll(Set.copyOf(rescued));
        // They arrived after the last complete check, or that check would have found them.
        Instant arrivedAfter = row.lastCheckAt();
        // A rescued message is fetched without asking the search, which may lag behind and does not go back to a
        // message of any age.
        int found = queue.addUnknown(row.id(), row.sendersVersion(), rescued, Priority.LIVE, false, arrivedAfter);
        var named = new ArrayList<>(decision.named());
        named.retainAll(candidates);
        found += queue.addUnknown(row.id(), row.sendersVersion(), named, Priority.LIVE, false, arrivedAfter);
        // The search goes back further than this check and also names ids that history did not; these may be of any
        // age.
        found += queue.addUnknown(row.id(), row.sendersVersion(), decision.named(), Priority.LIVE, false, null);
        dismissed.dismiss(row.id(), decision.refused(), "REFUSED", row.sendersVersion());
        unconfirmed.remove(row.id(), decision.refused());
        if (decision.searches().complete()) {
            unconfirmed.listedAgain(row.id(), decision.listedAgain());
        } else {
            unconfirmed.putOff(row.id(), decision.listedAgain());
        }
        unconfirmed.add(row.id(), row.sendersVersion(), candidates, arrivedAfter);
        dismissed.requeueOfOlderParser(row);
        return found;
    }
}

package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.check.Changes.MessageChange;
import dev.mailkeep.activities.sync.queue.DismissedMessages;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import dev.mailkeep.activities.sync.store.EmailMessages;
import java.util.List;
import org.springframework.stereotype.Component;

/** Applies label changes and deletions to stored and queued messages. Needs the mailbox's lock. */
@Component
final class StoredChanges {

    private final EmailMessages messages;
    private final MessageQueue queue;
    private final DismissedMessages dismissed;
    private final UnconfirmedCandidates unconfirmed;
    private final ImportCounts counts;

    StoredChanges(
            EmailMessages messages,
            MessageQueue queue,
            DismissedMessages dismissed,
            UnconfirmedCandidates unconfirmed,
            ImportCounts counts) {
        this.messages = messages;
        this.queue = queue;
        this.dismissed = dismissed;
        this.unconfirmed = unconfirmed;
        this.counts = counts;
    }

    /** How many stored messages changed. */
    record Count(int relabelled, int deleted) {}

    Count apply(MailboxRow row, Changes changes) {
        int relabelled = relabel(row, changes);
        // A store step under way may have fetched these messages before they changed.
        queue.raiseRevisions(row.id(), changes.messages().keySet());
        return new Count(relabelled, delete(row, changes));
    }

    private int relabel(MailboxRow row, Changes changes) {
        int relabelled = 0;
        for (var change : changes.messages().entrySet()) {
            MessageChange what = change.getValue();
            if (what.relabelled()) {
                relabelled +=
                        messages.changeLabels(row.id(), change.getKey(), what.labelsAdded(), what.labelsRemoved());
            }
        }
        return relabelled;
    }

    private int delete(MailboxRow row, Changes changes) {
        List<String> deleted = changes.ids(MessageChange::deleted);
        if (deleted.isEmpty()) {
            return 0;
        }
        dismissed.dismiss(row.id(), queue.removeDeleted(row.id(), deleted), "GONE", row.sendersVersion());
        counts.recount(row.id());
        unconfirmed.remove(row.id(), deleted);
        return messages.markDeleted(row.id(), deleted);
    }
}

package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.sync.queue.Rechecks;
import dev.mailkeep.activities.sync.store.EmailMessages;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Deletes the stored mail of dropped senders. Needs the mailbox's lock. */
@Component
final class PurgedMail {

    private final EmailMessages messages;
    private final Rechecks rechecks;

    PurgedMail(EmailMessages messages, Rechecks rechecks) {
        this.messages = messages;
        this.rechecks = rechecks;
    }

    void purge(UUID mailboxId, Collection<String> dropped, Collection<String> left) {
        messages.purge(mailboxId, dropped, left);
        rechecks.forgetPurged(mailboxId);
    }
}

package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.SyncPosition;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.queue.Rechecks;
import dev.mailkeep.activities.sync.store.EmailMessages;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The stretch of time in which something may be missing because neither history nor search has named it. A new cursor
 * says nothing about what came before it. That is listed instead, but a listing shows the mailbox as Gmail's search
 * knows it, which may be an hour behind. Mail of that hour may be missing until everything has been listed once more,
 * which happens as soon as the hour is over. Needs the mailbox's lock.
 */
@Component
public final class CompletenessGap {

    /** How far the search may lag behind. Google gives no figure; minutes were observed. */
    static final Duration SEARCH_LAG = Duration.ofHours(1);

    private final EmailMessages messages;
    private final Rechecks rechecks;
    private final SyncPosition position;
    private final JdbcClient jdbc;

    CompletenessGap(EmailMessages messages, Rechecks rechecks, SyncPosition position, JdbcClient jdbc) {
        this.messages = messages;
        this.rechecks = rechecks;
        this.position = position;
        this.jdbc = jdbc;
    }

    /**
     * Opens a gap because the mailbox takes a new cursor. An audit an hour from now will find all that came before it.
     */
    public void openForNewCursor(MailboxRow row) {
        position.openGapBeforeNow(row.id(), SEARCH_LAG);
        recheckKept(row.id(), row.senders());
    }

    /**
     * Opens a gap because history reported a change without naming the message. An audit an hour from now will find it,
     * whatever it was.
     */
    public void openForUnnamedChange(MailboxRow row) {
        position.openGapSinceLastCheck(row.id());
    }

    /**
     * Senders were dropped. While a gap is open, their kept mail is rechecked, because no listing will compare it any
     * more.
     */
    public void sendersDropped(UUID mailboxId, Collection<String> left) {
        boolean any = jdbc.sql("select gap_from is not null from mailboxes where id = :id")
                .param("id", mailboxId)
                .query(Boolean.class)
                .single();
        if (any) {
            recheckKept(mailboxId, left);
        }
    }

    /** Queues a recheck of kept mail from senders that are no longer watched, because no listing names it. */
    private void recheckKept(UUID mailboxId, Collection<String> watched) {
        rechecks.add(mailboxId, messages.ofOthers(mailboxId, watched), false);
    }

    /**
     * Everything has been listed. For the senders that were watched then, this proves everything up to the search's lag
     * before the listing began.
     */
    void listed(UUID mailboxId, Listing last) {
        position.proven(mailboxId, last.startedAt().minus(SEARCH_LAG), last.startedAt());
    }
}

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
 * What neither history nor search has told. A cursor that begins anew knows nothing of what came before it; what is listed
 * instead is the mailbox as the search knows it, which may be an hour behind. What came in that hour stays unproven until
 * everything has been listed once more, which is done as soon as that hour is over. Needs the mailbox's lock.
 */
@Component
public final class CompletenessGap {

    /** How far the search may be behind. Google gives no figure; what was seen in the field are minutes. */
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

    /** The cursor begins anew; an hour from now an audit will know all that came before. */
    public void cursorBegins(MailboxRow row) {
        position.openGapBeforeNow(row.id(), SEARCH_LAG);
        askForKept(row.id(), row.senders());
    }

    /** History told of a change without saying of what: an audit an hour from now will know, whatever it was. */
    public void historyWasNameless(MailboxRow row) {
        position.openGapSinceLastCheck(row.id());
    }

    /** Mail of senders that were dropped before everything was compared is kept, but will not be compared any more. */
    public void sendersDropped(UUID mailboxId, Collection<String> left) {
        boolean any = jdbc.sql("select unproven_from is not null from mailboxes where id = :id")
                .param("id", mailboxId)
                .query(Boolean.class)
                .single();
        if (any) {
            askForKept(mailboxId, left);
        }
    }

    /** No listing names mail that is kept of senders who are no longer watched, so it is asked for itself. */
    private void askForKept(UUID mailboxId, Collection<String> watched) {
        rechecks.add(mailboxId, messages.ofOthers(mailboxId, watched), false);
    }

    /** Everything has been listed, which proves what came before the search's lag; of senders that were watched then. */
    void listed(UUID mailboxId, Listing last) {
        position.proven(mailboxId, last.startedAt().minus(SEARCH_LAG), last.startedAt());
    }
}

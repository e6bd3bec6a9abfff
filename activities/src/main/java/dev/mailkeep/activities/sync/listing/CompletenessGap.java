package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mail.SenderCondition;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.queue.Rechecks;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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

    private final Rechecks rechecks;
    private final JdbcClient jdbc;

    CompletenessGap(Rechecks rechecks, JdbcClient jdbc) {
        this.rechecks = rechecks;
        this.jdbc = jdbc;
    }

    /** The cursor begins anew; an hour from now an audit will know all that came before. */
    public void cursorBegins(MailboxRow row) {
        jdbc.sql("""
                        update mailboxes
                        set unproven_from = least(unproven_from,
                                                  greatest(last_look_at, now() - make_interval(secs => :lag))),
                            unproven_until = now(),
                            last_audit_at = now()
                        where id = :id
                        """).param("lag", SEARCH_LAG.toSeconds()).param("id", row.id()).update();
        askForKept(row.id(), row.senders());
    }

    /** History told of a change without saying of what: an audit an hour from now will know, whatever it was. */
    public void historyWasNameless(MailboxRow row) {
        jdbc.sql("""
                        update mailboxes set unproven_from = least(unproven_from, last_look_at), unproven_until = now()
                        where id = :id
                        """).param("id", row.id()).update();
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
        rechecks.add(mailboxId, keptOfOthers(mailboxId, watched), false);
    }

    private List<String> keptOfOthers(UUID mailboxId, Collection<String> watched) {
        return jdbc.sql("""
                        select message_id from email_messages
                        where mailbox_id = :mailbox
                          and deleted_at is null
                          and not %s
                        """.formatted(SenderCondition.isOneOf("senders")))
                .param("mailbox", mailboxId)
                .param("senders", Sender.keys(watched))
                .query(String.class)
                .list();
    }

    /** Everything has been listed, which proves what came before the search's lag; of senders that were watched then. */
    void listed(UUID mailboxId, Listing last) {
        Instant known = last.startedAt().minus(SEARCH_LAG);
        jdbc.sql("""
                        update mailboxes
                        set unproven_from = case when cast(:known as timestamptz) < unproven_until
                                                 then greatest(unproven_from, cast(:known as timestamptz)) end,
                            unproven_until = case when cast(:known as timestamptz) < unproven_until
                                                  then unproven_until end
                        where id = :id
                          and not exists (select from watched_senders
                                          where mailbox_id = :id and added_at > cast(:started as timestamptz))
                        """)
                .param("known", Timestamp.from(known))
                .param("started", Timestamp.from(last.startedAt()))
                .param("id", mailboxId)
                .update();
    }
}

package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mail.SenderCondition;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.listing.Listings.Scope;
import dev.mailkeep.activities.sync.progress.ImportCounts;
import dev.mailkeep.activities.sync.queue.Rechecks;
import dev.mailkeep.activities.sync.queue.UnconfirmedCandidates;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares what is stored with what Gmail lists: stored messages that are not named among the visible mail are looked up
 * in spam and trash, and what is found in neither is asked for one by one. Needs the mailbox's lock.
 */
@Component
final class GmailComparison {

    private final JdbcClient jdbc;
    private final Rechecks rechecks;
    private final ListingJobs listingRuns;
    private final Audits audits;
    private final ImportCounts counts;
    private final UnconfirmedCandidates undecided;
    private final CompletenessGap unproven;

    GmailComparison(
            JdbcClient jdbc,
            Rechecks rechecks,
            ListingJobs listingRuns,
            Audits audits,
            ImportCounts counts,
            UnconfirmedCandidates undecided,
            CompletenessGap unproven) {
        this.jdbc = jdbc;
        this.rechecks = rechecks;
        this.listingRuns = listingRuns;
        this.audits = audits;
        this.counts = counts;
        this.undecided = undecided;
        this.unproven = unproven;
    }

    /**
     * Notes that a page named these ids. Where that contradicts what is stored, the message itself is asked: the search
     * lags behind history, so it may be the search that is wrong. So it is where a message has both hiding labels: to be
     * named with one says nothing of the other.
     */
    void named(MailboxRow row, Listing listing, List<String> ids) {
        List<String> doubtful = jdbc
                .sql("""
                        update email_messages
                        set listed_in = :run
                        where mailbox_id = :mailbox and message_id = any(:ids)
                        returning case
                            when deleted_at is not null then message_id
                            when :scope = 'VISIBLE' and labels && '{SPAM,TRASH}' then message_id
                            when :scope <> 'VISIBLE' and not labels @> array[cast(:scope as text)] then message_id
                            when :scope <> 'VISIBLE' and labels @> '{SPAM,TRASH}' then message_id
                        end
                        """)
                .param("run", listing.runId())
                .param("scope", listing.scope().name())
                .param("mailbox", row.id())
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
        recheck(row, listing, doubtful);
    }

    private void recheck(MailboxRow row, Listing listing, List<String> ids) {
        boolean shown = listing.purpose().shown();
        int asked = rechecks.add(row.id(), ids, shown);
        if (shown) {
            counts.found(row.id(), asked);
        }
    }

    /** A run's last listing is read to its end: goes on to spam and trash, or ends the run. */
    void listed(MailboxRow row, Listing last) {
        if (last.purpose().reconciles()) {
            List<String> unnamed = unnamed(row, last);
            if (!unnamed.isEmpty() && last.scope() == Scope.VISIBLE) {
                listingRuns.lookUpHidden(row, last);
                return;
            }
            recheck(row, last, unnamed);
            if (last.since() == null) {
                undecided.settleSeenBefore(row.id(), last.startedAt());
                unproven.listed(row.id(), last);
                audits.made(row.id());
            }
        }
        listingRuns.end(last.runId());
    }

    /** Stored messages of watched senders that the run should have named and has not. */
    private List<String> unnamed(MailboxRow row, Listing last) {
        @Nullable Timestamp since = last.since() == null ? null : Timestamp.from(last.since());
        return jdbc.sql("""
                        select message_id from email_messages
                        where mailbox_id = :mailbox
                          and deleted_at is null
                          and listed_in is distinct from :run
                          and processed_at < :started
                          and (cast(:since as timestamptz) is null or received_at >= cast(:since as timestamptz))
                          and %s
                        """.formatted(SenderCondition.isOneOf("senders")))
                .param("mailbox", row.id())
                .param("run", last.runId())
                .param("started", Timestamp.from(last.startedAt()))
                .param("since", since, Types.TIMESTAMP)
                .param("senders", Sender.keys(row.senders()))
                .query(String.class)
                .list();
    }
}

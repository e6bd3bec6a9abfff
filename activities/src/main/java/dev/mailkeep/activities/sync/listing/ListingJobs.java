package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mailbox.ImportCounts;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.activities.rows.RowIds;
import dev.mailkeep.activities.sync.listing.Listings.Listing;
import dev.mailkeep.activities.sync.listing.Listings.Scope;
import dev.mailkeep.activities.sync.progress.Purpose;
import dev.mailkeep.activities.sync.progress.SyncLog;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Starts and ends listing jobs. Callers own the transactions and hold the mailbox's lock. */
@Component
public final class ListingJobs {

    /** An import goes back in time in these steps, newest first. */
    private static final List<Duration> IMPORT_WINDOWS =
            List.of(Duration.ofDays(30), Duration.ofDays(120), Duration.ofDays(365), Duration.ofDays(3 * 365));

    private final Listings listings;
    private final ImportCounts counts;
    private final SyncLog syncLog;
    private final JdbcClient jdbc;

    ListingJobs(Listings listings, ImportCounts counts, SyncLog syncLog, JdbcClient jdbc) {
        this.listings = listings;
        this.counts = counts;
        this.syncLog = syncLog;
        this.jdbc = jdbc;
    }

    /** Lists the older mail of the given senders, newest window first. */
    public void startImport(UUID mailboxId, Collection<String> senders, Instant now) {
        UUID job = start(mailboxId, Purpose.IMPORT, null, null);
        Long before = null;
        for (Duration window : IMPORT_WINDOWS) {
            long after = now.minus(window).getEpochSecond();
            listings.add(mailboxId, job, Scope.VISIBLE, senders, after, before);
            before = after + Listings.OVERLAP.toSeconds();
        }
        listings.add(mailboxId, job, Scope.VISIBLE, senders, null, before);
    }

    /**
     * Lists only what the given senders sent since a plan was made.
     *
     * @return the job, to which the messages that the plan found are counted
     */
    public UUID startImportSincePlan(UUID mailboxId, Collection<String> senders, Instant planMade) {
        UUID job = start(mailboxId, Purpose.IMPORT, null, null);
        long after = planMade.minus(Listings.OVERLAP).getEpochSecond();
        listings.add(mailboxId, job, Scope.VISIBLE, senders, after, null);
        return job;
    }

    /**
     * Lists the mail of all senders again, from some time on (null: everything), and compares it with what is stored.
     */
    public void startResync(MailboxRow row, @Nullable Instant since) {
        if (since == null) {
            replace(row.id(), Purpose.RESYNC);
        }
        startComparing(row, Purpose.RESYNC, since, null);
    }

    /** Lists everything again to prove that nothing is missing. Replaces an audit that can't end. */
    void startAudit(MailboxRow row) {
        replace(row.id(), Purpose.AUDIT);
        startComparing(row, Purpose.AUDIT, null, null);
    }

    /**
     * Lists everything again because the cursor was too old. Replaces open audits, resyncs and earlier jobs of this
     * kind, because this job finds all that they would find.
     */
    public void startAfterExpiry(MailboxRow row) {
        Gap gap = gapSince(row);
        replace(row.id(), Purpose.AUDIT, Purpose.RESYNC, Purpose.EXPIRED);
        startComparing(row, Purpose.EXPIRED, null, gap.from());
    }

    /** From when on mail may be missing; null: from any time. */
    private record Gap(@Nullable Instant from) {}

    /** A gap that is still open counts, too: the last check may be younger than that gap. */
    private Gap gapSince(MailboxRow row) {
        return jdbc.sql("""
                        select case when bool_or(r.gap_from is null) filter (where r.id is not null)
                                         or m.last_check_at is null then null
                                    else least(min(r.gap_from), m.last_check_at, m.gap_from) end as gap_from
                        from mailboxes m left join listing_jobs r on r.mailbox_id = m.id and r.purpose = 'EXPIRED'
                        where m.id = :mailbox
                        group by m.id
                        """)
                .param("mailbox", row.id())
                .query((result, n) -> new Gap(Instants.of(result, "gap_from")))
                .single();
    }

    private void replace(UUID mailboxId, Purpose... purposes) {
        for (Purpose purpose : purposes) {
            jdbc.sql("delete from listing_jobs where mailbox_id = :mailbox and purpose = :purpose")
                    .param("mailbox", mailboxId)
                    .param("purpose", purpose.name())
                    .update();
        }
    }

    private void startComparing(MailboxRow row, Purpose purpose, @Nullable Instant since, @Nullable Instant gapFrom) {
        UUID job = start(row.id(), purpose, since, gapFrom);
        Long after = since == null ? null : since.minus(Listings.OVERLAP).getEpochSecond();
        listings.add(row.id(), job, Scope.VISIBLE, row.senders(), after, null);
    }

    private UUID start(UUID mailboxId, Purpose purpose, @Nullable Instant since, @Nullable Instant gapFrom) {
        if (purpose.shown()) {
            counts.begin(mailboxId);
        }
        UUID job = RowIds.next();
        jdbc.sql("""
                        insert into listing_jobs (id, mailbox_id, purpose, since, gap_from)
                        values (:id, :mailbox, :purpose, cast(:since as timestamptz), cast(:gapFrom as timestamptz))
                        """)
                .param("id", job)
                .param("mailbox", mailboxId)
                .param("purpose", purpose.name())
                .param("since", Instants.timestamp(since), Types.TIMESTAMP)
                .param("gapFrom", Instants.timestamp(gapFrom), Types.TIMESTAMP)
                .update();
        syncLog.started(mailboxId, job, purpose);
        return job;
    }

    /** Adds listings of spam and trash to a job that has listed the visible mail. */
    void listHidden(MailboxRow row, Listing last) {
        listings.add(row.id(), last.jobId(), Scope.SPAM, row.senders(), last.afterEpoch(), null);
        listings.add(row.id(), last.jobId(), Scope.TRASH, row.senders(), last.afterEpoch(), null);
    }

    void end(UUID jobId) {
        jdbc.sql("delete from listing_jobs where id = :run").param("run", jobId).update();
    }

    /**
     * Whether any job of this purpose has a listing that makes progress: one with fewer than three failures in a row.
     */
    boolean makesProgress(UUID mailboxId, Purpose purpose) {
        return jdbc.sql("""
                        select exists (
                            select from listing_jobs r join listings l on l.job_id = r.id
                            left join search_failures s on s.listing_id = l.id
                            where r.mailbox_id = :mailbox and r.purpose = :purpose and coalesce(s.failures, 0) < 3)
                        """)
                .param("mailbox", mailboxId)
                .param("purpose", purpose.name())
                .query(Boolean.class)
                .single();
    }

    /** Whether any job of this purpose is open. */
    boolean isOpen(UUID mailboxId, Purpose purpose) {
        return jdbc.sql("""
                        select exists (select from listing_jobs where mailbox_id = :mailbox and purpose = :purpose)
                        """)
                .param("mailbox", mailboxId)
                .param("purpose", purpose.name())
                .query(Boolean.class)
                .single();
    }
}

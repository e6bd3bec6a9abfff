package dev.mailkeep.activities.sync;

import com.fasterxml.uuid.Generators;
import dev.mailkeep.activities.mailbox.MailboxRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Spans that may hold messages we do not know. A listing is a row until it has been read to its last page, so a crash
 * repeats a page at most. Callers own the transactions and hold the mailbox's lock when they write.
 */
final class Listings {

    /** An import goes back in time in these steps, newest first; Gmail's bounds are fuzzy, so neighbours overlap. */
    private static final List<Duration> IMPORT_WINDOWS =
            List.of(Duration.ofDays(30), Duration.ofDays(120), Duration.ofDays(365), Duration.ofDays(3 * 365));

    static final Duration OVERLAP = Duration.ofDays(1);

    private final JdbcClient jdbc;

    Listings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Why Gmail is listed. */
    enum Purpose {
        /** New senders: what they sent before. */
        IMPORT,
        /** The person asked for it. */
        RESYNC,
        /** The cursor was too old, so that changes were missed. */
        EXPIRED,
        /** To prove that nothing is missing. */
        AUDIT;

        /** Whether stored messages that are not named are looked for. */
        boolean reconciles() {
            return this != IMPORT;
        }

        /** Whether the person sees it as an import under way. */
        boolean shown() {
            return this != AUDIT;
        }
    }

    /** Where is listed. */
    enum Scope {
        VISIBLE,
        SPAM,
        TRASH
    }

    /**
     * One listing and the run it belongs to.
     *
     * @param since the run's lower bound; null for everything
     * @param gapFrom from when on mail may be missing until the run is done; null: from any time
     * @param restarts how often it was begun again because its page token was no longer good
     */
    record Listing(
            UUID id,
            UUID runId,
            Purpose purpose,
            @Nullable Instant since,
            Instant startedAt,
            @Nullable Instant gapFrom,
            Scope scope,
            List<String> senders,
            @Nullable Long afterEpoch,
            @Nullable Long beforeEpoch,
            @Nullable String pageToken,
            int restarts) {}

    /** Lists what the given senders sent before, newest window first. */
    UUID startImport(UUID mailboxId, Collection<String> senders, Instant now) {
        UUID run = startRun(mailboxId, Purpose.IMPORT, null, null);
        Long before = null;
        for (Duration window : IMPORT_WINDOWS) {
            long after = now.minus(window).getEpochSecond();
            addAll(mailboxId, run, Scope.VISIBLE, senders, after, before);
            before = after + OVERLAP.toSeconds();
        }
        addAll(mailboxId, run, Scope.VISIBLE, senders, null, before);
        return run;
    }

    /** Lists only what the given senders sent since a plan was made. */
    UUID startImportSincePlan(UUID mailboxId, Collection<String> senders, Instant planMade) {
        UUID run = startRun(mailboxId, Purpose.IMPORT, null, null);
        addAll(mailboxId, run, Scope.VISIBLE, senders, planMade.minus(OVERLAP).getEpochSecond(), null);
        return run;
    }

    /**
     * Lists all senders again and compares. A run that does the same is replaced.
     *
     * @param since only what arrived from then on; null for everything
     * @param gapFrom from when on mail may be missing; null: from any time
     */
    UUID startReconciling(MailboxRow row, Purpose purpose, @Nullable Instant since, @Nullable Instant gapFrom) {
        if (since == null) {
            // Nothing that a narrower or older run would find is missed by this one, but a gap stays a gap.
            jdbc.sql("delete from listing_runs where mailbox_id = :mailbox and purpose = any(:purposes)")
                    .param("mailbox", row.id())
                    .param(
                            "purposes",
                            purpose == Purpose.EXPIRED
                                    ? new String[] {"AUDIT", "RESYNC", "EXPIRED"}
                                    : new String[] {purpose.name()})
                    .update();
        }
        UUID run = startRun(row.id(), purpose, since, gapFrom);
        Long after = since == null ? null : since.minus(OVERLAP).getEpochSecond();
        addAll(row.id(), run, Scope.VISIBLE, row.senders(), after, null);
        return run;
    }

    /** The listing to go on with; what a person waits for goes before an audit. */
    Optional<Listing> next(UUID mailboxId) {
        return jdbc.sql("""
                        select l.*, r.purpose, r.since, r.started_at, r.gap_from
                        from listings l join listing_runs r on r.id = l.run_id
                        where l.mailbox_id = :mailbox
                        order by r.purpose = 'AUDIT', l.position
                        limit 1
                        """)
                .param("mailbox", mailboxId)
                .query(Listings::listing)
                .optional();
    }

    /**
     * Whether a listing still stands where it was read; another attempt may have moved it on, or a change of senders
     * ended it.
     */
    boolean unchanged(Listing listing) {
        return jdbc.sql("""
                        select exists (select from listings
                                       where id = :id and page_token is not distinct from :token
                                         and restarts = :restarts)
                        """)
                .param("id", listing.id())
                .param("token", listing.pageToken(), Types.VARCHAR)
                .param("restarts", listing.restarts())
                .query(Boolean.class)
                .single();
    }

    void advance(Listing listing, String nextPageToken) {
        jdbc.sql("update listings set page_token = :token where id = :id")
                .param("token", nextPageToken)
                .param("id", listing.id())
                .update();
    }

    /** Begins a listing again from its first page; ids that are known by then do no harm. */
    void restart(Listing listing) {
        jdbc.sql("update listings set page_token = null, restarts = restarts + 1 where id = :id")
                .param("id", listing.id())
                .update();
    }

    /**
     * Ends a listing.
     *
     * @return whether it was the last of its run
     */
    boolean finish(Listing listing) {
        jdbc.sql("delete from listings where id = :id")
                .param("id", listing.id())
                .update();
        return jdbc.sql("select not exists (select from listings where run_id = :run)")
                .param("run", listing.runId())
                .query(Boolean.class)
                .single();
    }

    /** Goes on to spam and trash with a run that is through with the visible mail. */
    void lookUpHidden(MailboxRow row, Listing last) {
        jdbc.sql("update listing_runs set phase = 'HIDDEN' where id = :run")
                .param("run", last.runId())
                .update();
        addAll(row.id(), last.runId(), Scope.SPAM, row.senders(), last.afterEpoch(), null);
        addAll(row.id(), last.runId(), Scope.TRASH, row.senders(), last.afterEpoch(), null);
    }

    void endRun(UUID runId) {
        jdbc.sql("delete from listing_runs where id = :run").param("run", runId).update();
    }

    /** Whether any run of this purpose is open. */
    boolean isOpen(UUID mailboxId, Purpose purpose) {
        return jdbc.sql("""
                        select exists (select from listing_runs where mailbox_id = :mailbox and purpose = :purpose)
                        """)
                .param("mailbox", mailboxId)
                .param("purpose", purpose.name())
                .query(Boolean.class)
                .single();
    }

    /** Senders that are no longer watched are no longer listed; runs that have nothing left to list end. */
    void dropSenders(UUID mailboxId, Collection<String> senders) {
        String[] dropped = senders.toArray(String[]::new);
        jdbc.sql("""
                        update listings
                        set senders = array(select unnest(senders) except select unnest(:dropped) order by 1)
                        where mailbox_id = :mailbox and senders && :dropped
                        """).param("dropped", dropped).param("mailbox", mailboxId).update();
        jdbc.sql("delete from listings where mailbox_id = :mailbox and senders = '{}'")
                .param("mailbox", mailboxId)
                .update();
        jdbc.sql("""
                        delete from listing_runs r
                        where mailbox_id = :mailbox and not exists (select from listings l where l.run_id = r.id)
                        """).param("mailbox", mailboxId).update();
    }

    private UUID startRun(UUID mailboxId, Purpose purpose, @Nullable Instant since, @Nullable Instant gapFrom) {
        UUID run = Generators.timeBasedEpochGenerator().generate();
        jdbc.sql("""
                        insert into listing_runs (id, mailbox_id, purpose, since, gap_from)
                        values (:id, :mailbox, :purpose, cast(:since as timestamptz), cast(:gapFrom as timestamptz))
                        """)
                .param("id", run)
                .param("mailbox", mailboxId)
                .param("purpose", purpose.name())
                .param("since", since == null ? null : Timestamp.from(since), Types.TIMESTAMP)
                .param("gapFrom", gapFrom == null ? null : Timestamp.from(gapFrom), Types.TIMESTAMP)
                .update();
        return run;
    }

    /** An import that begins while another is under way adds to its counts; otherwise they start at nothing. */
    private void beginCounting(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes set import_found = 0, import_stored = 0, import_started_at = now()
                        where id = :mailbox
                          and not exists (select from listing_runs
                                          where mailbox_id = :mailbox and purpose <> 'AUDIT')
                          and not exists (select from message_queue where mailbox_id = :mailbox and importing)
                        """).param("mailbox", mailboxId).update();
    }

    private void addAll(
            UUID mailboxId,
            UUID run,
            Scope scope,
            Collection<String> senders,
            @Nullable Long after,
            @Nullable Long before) {
        for (List<String> chunk : Search.chunks(senders)) {
            jdbc.sql("""
                            insert into listings (id, run_id, mailbox_id, scope, senders, after_epoch, before_epoch)
                            values (:id, :run, :mailbox, :scope, :senders, :after, :before)
                            """)
                    .param("id", Generators.timeBasedEpochGenerator().generate())
                    .param("run", run)
                    .param("mailbox", mailboxId)
                    .param("scope", scope.name())
                    .param("senders", chunk.toArray(String[]::new))
                    .param("after", after, Types.BIGINT)
                    .param("before", before, Types.BIGINT)
                    .update();
        }
    }

    private static Listing listing(ResultSet row, int number) throws SQLException {
        return new Listing(
                row.getObject("id", UUID.class),
                row.getObject("run_id", UUID.class),
                Purpose.valueOf(row.getString("purpose")),
                instant(row.getTimestamp("since")),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("gap_from")),
                Scope.valueOf(row.getString("scope")),
                List.of((String[]) row.getArray("senders").getArray()),
                row.getObject("after_epoch", Long.class),
                row.getObject("before_epoch", Long.class),
                row.getString("page_token"),
                row.getInt("restarts"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

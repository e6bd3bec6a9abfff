package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.activities.rows.RowIds;
import dev.mailkeep.activities.sync.progress.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Spans that may hold messages we do not know. A listing is a row until it has been read to its last page, so a crash
 * repeats a page at most. Callers own the transactions and hold the mailbox's lock when they write.
 */
@Component
public final class Listings {

    /** Gmail's bounds are fuzzy, so neighbours overlap by this. */
    public static final Duration OVERLAP = Duration.ofDays(1);

    private final JdbcClient jdbc;

    Listings(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
     * @param failing whether it failed the last time
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
            int restarts,
            boolean failing) {}

    /**
     * The listing to go on with: what a person waits for goes before an audit, what failed goes last, and what rests after
     * a failure is passed over. Empty when there is none that could be gone on with now.
     */
    Optional<Listing> next(UUID mailboxId) {
        return jdbc.sql("""
                        select l.*, r.purpose, r.since, r.started_at, r.gap_from, s.part is not null as failing
                        from listings l join listing_runs r on r.id = l.run_id
                        left join setbacks s on s.listing_id = l.id
                        where l.mailbox_id = :mailbox and (s.part is null or s.next_attempt_at <= now())
                        order by r.purpose = 'AUDIT', failing, l.position
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
                                         and restarts = :restarts and senders = cast(:senders as text[]))
                        """)
                .param("id", listing.id())
                .param("senders", listing.senders().toArray(String[]::new))
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

    /** Senders that are no longer watched are no longer listed; a page token is only good for the search it came from. */
    public void dropSenders(UUID mailboxId, Collection<String> senders) {
        jdbc.sql("""
                        update listings
                        set senders = array(select unnest(senders) except select unnest(:dropped) order by 1),
                            page_token = null
                        where mailbox_id = :mailbox and senders && cast(:dropped as text[])
                        """)
                .param("dropped", senders.toArray(String[]::new))
                .param("mailbox", mailboxId)
                .update();
        jdbc.sql("delete from listings where mailbox_id = :mailbox and senders = '{}'")
                .param("mailbox", mailboxId)
                .update();
        jdbc.sql("""
                        delete from listing_runs r
                        where mailbox_id = :mailbox and not exists (select from listings l where l.run_id = r.id)
                        """).param("mailbox", mailboxId).update();
    }

    /** Adds listings of the senders, as many as their searches need. */
    void add(
            UUID mailboxId,
            UUID run,
            Scope scope,
            Collection<String> senders,
            @Nullable Long after,
            @Nullable Long before) {
        for (List<String> chunk : SenderQuery.chunks(senders)) {
            jdbc.sql("""
                            insert into listings (id, run_id, mailbox_id, scope, senders, after_epoch, before_epoch)
                            values (:id, :run, :mailbox, :scope, :senders, :after, :before)
                            """)
                    .param("id", RowIds.next())
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
                Instants.of(row, "since"),
                row.getTimestamp("started_at").toInstant(),
                Instants.of(row, "gap_from"),
                Scope.valueOf(row.getString("scope")),
                List.of((String[]) row.getArray("senders").getArray()),
                row.getObject("after_epoch", Long.class),
                row.getObject("before_epoch", Long.class),
                row.getString("page_token"),
                row.getInt("restarts"),
                row.getBoolean("failing"));
    }
}

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
 * Listings of spans of time that may hold messages Mailkeep does not know. A listing stays a row until its last page is
 * read, so a crash repeats at most one page. Callers own the transactions and hold the mailbox's lock when they write.
 */
@Component
public final class Listings {

    /** Gmail's time bounds are fuzzy, so neighbouring listings overlap by this much. */
    public static final Duration OVERLAP = Duration.ofDays(1);

    private final JdbcClient jdbc;

    Listings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which mail a listing covers. */
    enum Scope {
        VISIBLE,
        SPAM,
        TRASH
    }

    /**
     * One listing and the job it belongs to.
     *
     * @param since the job's lower bound; null for everything
     * @param gapFrom from when on mail may be missing until the job is done; null: from any time
     * @param restarts how often it was restarted because Gmail refused or repeated its page token
     * @param failing whether its last attempt failed
     */
    record Listing(
            UUID id,
            UUID jobId,
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
     * The listing to continue. What a person waits for goes before an audit, failing listings go after the others, and
     * listings in back-off are skipped. Empty when no listing can continue now.
     */
    Optional<Listing> next(UUID mailboxId) {
        return jdbc.sql("""
                        select l.*, r.purpose, r.since, r.started_at, r.gap_from, s.part is not null as failing
                        from listings l join listing_jobs r on r.id = l.job_id
                        left join search_failures s on s.listing_id = l.id
                        where l.mailbox_id = :mailbox and (s.part is null or s.next_attempt_at <= now())
                        order by r.purpose = 'AUDIT', failing, l.position
                        limit 1
                        """)
                .param("mailbox", mailboxId)
                .query(Listings::listing)
                .optional();
    }

    /**
     * Whether a listing is still as it was read. Another attempt may have advanced it, or a change of senders may have
     * changed or ended it.
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

    /** Restarts a listing from its first page. It names ids again that are known by then, which does no harm. */
    void restart(Listing listing) {
        jdbc.sql("update listings set page_token = null, restarts = restarts + 1 where id = :id")
                .param("id", listing.id())
                .update();
    }

    /**
     * Ends a listing.
     *
     * @return whether it was the last of its job
     */
    boolean finish(Listing listing) {
        jdbc.sql("delete from listings where id = :id")
                .param("id", listing.id())
                .update();
        return jdbc.sql("select not exists (select from listings where job_id = :run)")
                .param("run", listing.jobId())
                .query(Boolean.class)
                .single();
    }

    /**
     * Removes senders that are no longer watched from the open listings. These start again from their first page,
     * because a page token is valid only for the search it came from.
     */
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
                        delete from listing_jobs r
                        where mailbox_id = :mailbox and not exists (select from listings l where l.job_id = r.id)
                        """).param("mailbox", mailboxId).update();
    }

    /** Adds listings of the senders, one for each search that they need. */
    void add(
            UUID mailboxId,
            UUID job,
            Scope scope,
            Collection<String> senders,
            @Nullable Long after,
            @Nullable Long before) {
        for (List<String> chunk : SenderQuery.chunks(senders)) {
            jdbc.sql("""
                            insert into listings (id, job_id, mailbox_id, scope, senders, after_epoch, before_epoch)
                            values (:id, :run, :mailbox, :scope, :senders, :after, :before)
                            """)
                    .param("id", RowIds.next())
                    .param("run", job)
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
                row.getObject("job_id", UUID.class),
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

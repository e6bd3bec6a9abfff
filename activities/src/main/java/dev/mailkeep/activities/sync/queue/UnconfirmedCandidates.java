package dev.mailkeep.activities.sync.queue;

import dev.mailkeep.activities.rows.Instants;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ids that history named and Gmail's search has not named yet. Search lags behind history, so they are listed again
 * after 1, 10 and 60 minutes; the next audit, which has no time bound, confirms or removes those that are left.
 */
@Component
public final class UnconfirmedCandidates {

    private final JdbcClient jdbc;

    UnconfirmedCandidates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A candidate that waits.
     *
     * @param seenAt when history named it
     */
    public record Waiting(String messageId, Instant seenAt) {}

    /** The candidates that are due to be listed again. */
    public List<Waiting> due(UUID mailboxId) {
        return jdbc.sql("""
                        select message_id, seen_at from unconfirmed_candidates
                        where mailbox_id = :mailbox and list_at <= now()
                        """)
                .param("mailbox", mailboxId)
                .query((row, n) -> new Waiting(
                        row.getString("message_id"), row.getTimestamp("seen_at").toInstant()))
                .list();
    }

    /** Adds candidates that the search did not name, unless they are known by now. */
    public void add(UUID mailboxId, long sendersVersion, Collection<String> ids, @Nullable Instant arrivedAfter) {
        jdbc.sql("""
                        insert into unconfirmed_candidates (mailbox_id, message_id, arrived_after, list_at)
                        select :mailbox, named.id, cast(:after as timestamptz), now() + interval '1 minute'
                        from unnest(:ids) as named (id)
                        where %s
                        on conflict (mailbox_id, message_id) do nothing
                        """.formatted(KnownIds.UNKNOWN))
                .param("mailbox", mailboxId)
                .param("after", Instants.timestamp(arrivedAfter), Types.TIMESTAMP)
                .param("ids", ids.toArray(String[]::new))
                .param("version", sendersVersion)
                .update();
    }

    /**
     * Candidates that were listed again and still not named wait longer; after the third time they wait for the audit.
     */
    public void listedAgain(UUID mailboxId, Collection<String> ids) {
        jdbc.sql("""
                        update unconfirmed_candidates
                        set listings = listings + 1,
                            list_at = case listings when 0 then seen_at + interval '10 minutes'
                                                    when 1 then seen_at + interval '60 minutes' end
                        where mailbox_id = :mailbox and message_id = any(:ids)
                        """)
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /**
     * Not all searches could be made for these candidates, so they do not count as listed again. They wait until the
     * failing search is retried.
     */
    public void putOff(UUID mailboxId, Collection<String> ids) {
        jdbc.sql("""
                        update unconfirmed_candidates
                        set list_at = coalesce((select max(s.next_attempt_at) from search_failures s
                                                where s.mailbox_id = :mailbox and s.listing_id is null),
                                               now() + interval '1 minute')
                        where mailbox_id = :mailbox and message_id = any(:ids)
                        """)
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /** When history named the oldest candidate that still waits; empty when no candidate waits. */
    public Optional<Instant> firstSeenAt(UUID mailboxId) {
        return jdbc.sql(
                        "select seen_at from unconfirmed_candidates where mailbox_id = :mailbox order by seen_at limit 1")
                .param("mailbox", mailboxId)
                .query((row, n) -> row.getTimestamp("seen_at").toInstant())
                .optional();
    }

    /** Removes all candidates of a mailbox, because no sender is watched any more. */
    public void forget(UUID mailboxId) {
        jdbc.sql("delete from unconfirmed_candidates where mailbox_id = :mailbox")
                .param("mailbox", mailboxId)
                .update();
    }

    public void remove(UUID mailboxId, Collection<String> ids) {
        jdbc.sql("delete from unconfirmed_candidates where mailbox_id = :mailbox and message_id = any(:ids)")
                .param("mailbox", mailboxId)
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    /**
     * Removes the candidates that a listing without time bound has not named although the search had an hour to catch
     * up.
     */
    public void dismissSeenBefore(UUID mailboxId, Instant listingStarted) {
        jdbc.sql("delete from unconfirmed_candidates where mailbox_id = :mailbox and seen_at < :before")
                .param("mailbox", mailboxId)
                .param("before", Timestamp.from(listingStarted.minusSeconds(3600)))
                .update();
    }
}

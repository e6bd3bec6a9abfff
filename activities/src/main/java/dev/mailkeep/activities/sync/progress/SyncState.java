package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleFailure.Throttled.Limit;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Intervals;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where a mailbox stands, read from its rows after a step. */
@Component
public final class SyncState {

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(60);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(15);

    /** The back-off after too many calls at once. By then the budget lets fewer calls through at once. */
    private static final Duration AT_ONCE_BACKOFF = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Mailboxes mailboxes;
    private final Intervals intervals;
    private final Conditions conditions;

    SyncState(JdbcClient jdbc, Mailboxes mailboxes, Intervals intervals, Conditions conditions) {
        this.jdbc = jdbc;
        this.intervals = intervals;
        this.mailboxes = mailboxes;
        this.conditions = conditions;
    }

    /** What the workflow needs to choose its next step. */
    public Progress progress(UUID mailboxId, Outcome outcome, int found, int stored) {
        return jdbc.sql("""
                        select %s as interval_seconds,
                               m.throttled_until,
                               m.history_id is not null and exists (
                                   select from listings l left join search_failures s on s.listing_id = l.id
                                   where l.mailbox_id = m.id
                                     and (s.part is null or s.next_attempt_at <= now())) as searching,
                               exists (select from listing_jobs r
                                       where r.mailbox_id = m.id and r.purpose <> 'AUDIT')
                                   or exists (select from message_queue q
                                              where q.mailbox_id = m.id and q.importing) as importing,
                               store.retried_at is null and exists (
                                   select from message_queue q
                                   where q.mailbox_id = m.id and q.not_before <= now()) as ready,
                               least(listing.retried_at, greatest(store.retried_at, (
                                   select min(q.not_before) from message_queue q
                                   where q.mailbox_id = m.id
                                     and (q.not_before > now() or store.retried_at is not null)))) as ready_at,
                               least(searches.retried_at, %s, (
                                   select min(u.list_at) from unconfirmed_candidates u
                                   where u.mailbox_id = m.id)) as check_again_at,
                               failing.failure_type as failing, failing.next_attempt_at as failing_until
                        from mailboxes m
                        cross join lateral (
                            select max(s.next_attempt_at) as retried_at from search_failures s
                            where s.mailbox_id = m.id and s.part = :store and s.next_attempt_at > now()) store
                        cross join lateral (
                            select min(s.next_attempt_at) as retried_at from search_failures s
                            where s.mailbox_id = m.id and s.listing_id is not null and s.next_attempt_at > now()) listing
                        cross join lateral (
                            select min(s.next_attempt_at) as retried_at from search_failures s
                            where s.mailbox_id = m.id and s.listing_id is null and s.part <> :store) searches
                        %s
                        where m.id = :id
                        """.formatted(Intervals.SECONDS, Intervals.AUDIT_DUE_SOON, SearchFailures.FAILING))
                .param("store", SearchFailures.STORE)
                .param("longest", intervals.longestSeconds())
                .param("id", mailboxId)
                .query((row, n) -> new Progress(
                        outcome,
                        found,
                        stored,
                        row.getBoolean("importing"),
                        row.getBoolean("searching"),
                        row.getBoolean("ready"),
                        Instants.of(row, "ready_at"),
                        Instants.of(row, "check_again_at"),
                        Instants.of(row, "throttled_until"),
                        Duration.ofSeconds(row.getInt("interval_seconds")),
                        row.getString("failing"),
                        Instants.of(row, "failing_until")))
                .optional()
                .orElseThrow(Mailboxes.Superseded::new);
    }

    /**
     * Google asked to slow down. The time that Google names is used if it is reasonable; a time that is in the past,
     * too far away or not given is replaced by a back-off that doubles.
     */
    public void throttled(MailboxRow seen, GoogleFailure.Throttled throttled) {
        mailboxes.commit(seen, row -> {
            Duration growing = FIRST_BACKOFF.multipliedBy(1L << Math.min(row.throttles(), 10));
            Duration usual = throttled.limit() == Limit.AT_ONCE
                    ? AT_ONCE_BACKOFF
                    : growing.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : growing;
            Instant now = Instant.now();
            Instant until = Optional.ofNullable(throttled.until())
                    .filter(asked -> asked.isAfter(now) && asked.isBefore(now.plus(LONGEST_BACKOFF)))
                    .orElse(now.plus(usual));
            // Our own budget knows for certain when there is room again; only Google's refusals grow.
            conditions.throttled(row, until, throttled.limit() == Limit.BUDGET ? 0 : 1);
            return row;
        });
    }
}

package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.digest.Sha256;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Parts of a sync that fail while the others go on. Each has its own back-off, which grows, and holds back nothing
 * else. A part is a listing, a search of the checks, or the fetching of messages as a whole. Needs the mailbox's lock
 * to write.
 */
@Component
public final class SearchFailures {

    /** The fetching of queued messages. */
    public static final String STORE = "STORE";

    private static final String CHECK_SEARCH = "CHECK ";

    /**
     * Seconds to the next attempt after the first failure in a row, after the second, and so on. After a hiccup the
     * part is retried almost at once.
     */
    private static final Integer[] BACKOFF_SECONDS = {2, 10, 60, 120, 240, 300};

    /**
     * A lateral join to a row {@code m} of {@code mailboxes}: {@code failing.failure_type}, one of {@link FailureTypes}, and
     * {@code failing.next_attempt_at} of the failing part that is retried first; null when no part fails. Two failures
     * in a row are a hiccup and not reported, like Temporal's own retries of a step.
     */
    public static final String FAILING = """
            left join lateral (
                select s.failure_type, s.next_attempt_at from search_failures s
                where s.mailbox_id = m.id and s.failures >= 3
                  and exists (select from watched_senders w where w.mailbox_id = m.id)
                order by s.next_attempt_at limit 1) failing on true
            """;

    private final JdbcClient jdbc;

    SearchFailures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The part that stands for a check's search; the same for the same senders. */
    public static String checkSearch(List<String> senders) {
        return CHECK_SEARCH + Sha256.hex(String.join("\n", senders));
    }

    public void listingFailed(UUID mailboxId, UUID listingId, String failureType) {
        failed(mailboxId, listingId.toString(), listingId, failureType);
    }

    public void failed(UUID mailboxId, String part, String failureType) {
        failed(mailboxId, part, null, failureType);
    }

    private void failed(UUID mailboxId, String part, @Nullable UUID listingId, String failureType) {
        jdbc.sql("""
                        insert into search_failures (mailbox_id, part, listing_id, failure_type, next_attempt_at)
                        values (:mailbox, :part, :listing, :type, now() + make_interval(secs => (cast(:backoff as integer[]))[1]))
                        on conflict (mailbox_id, part) do update
                            set failures = search_failures.failures + 1, failure_type = excluded.failure_type,
                                next_attempt_at = now() + make_interval(
                                    secs => (cast(:backoff as integer[]))[least(search_failures.failures + 1, :longest)])
                        """)
                .param("mailbox", mailboxId)
                .param("part", part)
                .param("listing", listingId, Types.OTHER)
                .param("type", failureType)
                .param("backoff", BACKOFF_SECONDS)
                .param("longest", BACKOFF_SECONDS.length)
                .update();
    }

    public void clear(UUID mailboxId, String part) {
        jdbc.sql("delete from search_failures where mailbox_id = :mailbox and part = :part")
                .param("mailbox", mailboxId)
                .param("part", part)
                .update();
    }

    public boolean isFailing(UUID mailboxId, String part) {
        return jdbc.sql("select exists (select from search_failures where mailbox_id = :mailbox and part = :part)")
                .param("mailbox", mailboxId)
                .param("part", part)
                .query(Boolean.class)
                .single();
    }

    /** The failing searches of checks, and when each is retried. */
    public Map<String, Instant> failingCheckSearches(UUID mailboxId) {
        var retriedAt = new HashMap<String, Instant>();
        jdbc.sql("""
                        select part, next_attempt_at from search_failures
                        where mailbox_id = :mailbox and starts_with(part, :check)
                        """)
                .param("mailbox", mailboxId)
                .param("check", CHECK_SEARCH)
                .query((row, n) -> Map.entry(row.getString("part"), Instants.of(row, "next_attempt_at")))
                .list()
                .forEach(entry -> retriedAt.put(entry.getKey(), entry.getValue()));
        return retriedAt;
    }
}

package dev.mailkeep.api.mailbox;

import dev.mailkeep.activities.notify.Explanation;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.activities.sync.progress.Completeness;
import dev.mailkeep.activities.sync.progress.SearchFailures;
import dev.mailkeep.api.mailbox.Mailbox.ImportProgress;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the mailboxes of one user for the page. */
@Component
class MailboxViews {

    private static final String SELECT = """
            select m.*,
                   array(select sender from watched_senders s where s.mailbox_id = m.id order by sender) as senders,
                   (select count(*) from email_messages e where e.mailbox_id = m.id) as messages,
                   (select count(*) from quarantined_messages q where q.mailbox_id = m.id) as quarantined,
                   waiting.queued, waiting.importing, open.finding, open.shown,
                   coalesce(m.failure_type, failing.failure_type) as in_the_way,
                   coalesce(m.next_attempt_at, failing.next_attempt_at) as tried_again_at,
                   %s as complete_as_of
            from mailboxes m
            cross join lateral (
                select count(*) as queued, count(*) filter (where importing) as importing
                from message_queue q where q.mailbox_id = m.id) waiting
            cross join lateral (
                select coalesce(bool_or(purpose <> 'AUDIT'), false) as shown,
                       exists (select from listings l join listing_jobs r on r.id = l.job_id
                               where l.mailbox_id = m.id and r.purpose <> 'AUDIT') as finding
                from listing_jobs r where r.mailbox_id = m.id) open
            %s
            where m.user_id = :user
            """.formatted(Completeness.AS_OF, SearchFailures.FAILING);

    private final PeoplesReads reads;
    private final QuotaSettings quota;

    MailboxViews(PeoplesReads reads, QuotaSettings quota) {
        this.reads = reads;
        this.quota = quota;
    }

    List<Mailbox> all(UUID userId) {
        return reads.jdbc()
                .sql(SELECT + " order by m.connected_at, m.id")
                .param("user", userId)
                .query(this::mailbox)
                .list();
    }

    Optional<Mailbox> one(UUID userId, UUID mailboxId) {
        return reads.jdbc()
                .sql(SELECT + " and m.id = :id")
                .param("user", userId)
                .param("id", mailboxId)
                .query(this::mailbox)
                .optional();
    }

    private Mailbox mailbox(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        List<String> senders = List.of((String[]) row.getArray("senders").getArray());
        MailboxStatus status = status(row, senders);
        String cause = status == MailboxStatus.DEGRADED
                ? row.getString("in_the_way")
                : needsExplaining(status) ? row.getString("cause") : null;
        Explanation explanation = cause == null ? null : Explanation.of(cause);
        Instant throttledUntil = Instants.of(row, "throttled_until");
        boolean throttled = throttledUntil != null
                && throttledUntil.isAfter(Instant.now())
                && (status == MailboxStatus.LIVE || status == MailboxStatus.IMPORTING);
        boolean running = status == MailboxStatus.LIVE || status == MailboxStatus.IMPORTING;
        return new Mailbox(
                id,
                row.getString("email"),
                status,
                cause,
                explanation == null ? null : explanation.title(),
                explanation == null ? null : explanation.sentence(),
                nextAction(id, row.getString("email"), status, explanation),
                status == MailboxStatus.DEGRADED ? Instants.of(row, "tried_again_at") : null,
                senders,
                Duration.ofSeconds(row.getInt("sync_interval_seconds")).toString(),
                row.getTimestamp("connected_at").toInstant(),
                Instants.of(row, "last_synced_at"),
                running ? Instants.of(row, "next_check_at") : null,
                throttled ? throttledUntil : null,
                row.getInt("messages"),
                row.getInt("queued"),
                row.getInt("quarantined"),
                progress(row, throttled ? throttledUntil : null, status),
                Instants.of(row, "complete_as_of"));
    }

    private static @Nullable NextAction nextAction(
            UUID id, String email, MailboxStatus status, @Nullable Explanation explanation) {
        if (explanation != null && explanation.remedy().isReconnecting()) {
            return NextAction.reconnect(id);
        }
        if (explanation == Explanation.ACCOUNT_MADE_ANEW) {
            return NextAction.connect("Connect the new account").as(email);
        }
        return status == MailboxStatus.BLOCKED ? NextAction.checkAgain() : null;
    }

    private static MailboxStatus status(ResultSet row, List<String> senders) throws SQLException {
        var wanted = new DesiredState(
                Desired.valueOf(row.getString("desired_state")),
                Condition.valueOf(row.getString("condition")),
                row.getString("cause"),
                !senders.isEmpty(),
                null);
        boolean importing = row.getBoolean("shown") || row.getInt("importing") > 0;
        return MailboxStatus.of(wanted, row.getString("in_the_way") != null, importing);
    }

    private static boolean needsExplaining(MailboxStatus status) {
        return status == MailboxStatus.NEEDS_RECONNECT || status == MailboxStatus.BLOCKED;
    }

    /**
     * The quota bounds an import, so the time left follows from the quota and from the number of messages left to
     * fetch.
     */
    private ImportProgress progress(ResultSet row, @Nullable Instant throttledUntil, MailboxStatus status)
            throws SQLException {
        boolean finding = row.getBoolean("finding");
        int left = row.getInt("importing");
        Instant eta = null;
        if (status == MailboxStatus.IMPORTING && !finding && left > 0) {
            Instant from = throttledUntil == null ? Instant.now() : throttledUntil;
            double minutes = left * (double) quota.getUnits() / quota.importPerMinute();
            eta = from.plusSeconds(Math.max(1, Math.round(minutes * 60)));
        }
        return new ImportProgress(row.getInt("import_found"), row.getInt("import_stored"), finding, eta);
    }
}

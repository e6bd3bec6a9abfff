package dev.mailkeep.activities.sync.senders;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.Pages;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Conditions.TokenFate;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.activities.sync.listing.SenderQuery;
import dev.mailkeep.activities.sync.queue.KnownIds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Estimates what an import will cost. The import can use the ids that were listed for the estimate for an hour. */
@Component
public final class Plans {

    private static final int MAX_PAGES = 20;
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final ActivityRunner runner;
    private final KnownIds known;
    private final QuotaSettings quota;
    private final JdbcClient jdbc;

    Plans(
            GmailApi gmail,
            Mailboxes mailboxes,
            Conditions conditions,
            ActivityRunner runner,
            KnownIds known,
            QuotaSettings quota,
            JdbcClient jdbc) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.runner = runner;
        this.known = known;
        this.quota = quota;
        this.jdbc = jdbc;
    }

    /**
     * What an import would cost.
     *
     * @param messages messages that are not known yet
     * @param units of Google's quota
     * @param minutes how long it takes at the share of the quota that imports use
     * @param exact false when there is more than was counted, so that these are lower bounds
     */
    public record Plan(int messages, int units, double minutes, boolean exact) {}

    /**
     * Deletes a mailbox's plan, which does not fit any more because the senders have changed. Needs the mailbox's lock.
     */
    void forget(UUID mailboxId) {
        jdbc.sql("delete from plans where mailbox_id = :id")
                .param("id", mailboxId)
                .update();
    }

    /** A plan that an import can use. */
    record Listed(BigInteger historyId, Instant madeAt, List<String> messageIds) {}

    /**
     * Estimates what importing the mail of the new senders in a list would cost.
     *
     * @param senders the whole list as it would be set
     * @return empty when the mailbox is gone, or may not be synced in its present state
     * @throws GoogleFailure when Gmail can't be asked
     */
    public Optional<Plan> estimate(UUID mailboxId, List<Sender> senders) {
        MailboxRow row = mailboxes.find(mailboxId).filter(GmailSession::maySync).orElse(null);
        if (row == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(estimate(runner.begin(row, () -> {}), added(row, senders)));
        } catch (GoogleFailure.GrantRevoked revoked) {
            throw requireReconnect(row, revoked.revocationCause(), revoked);
        } catch (GoogleFailure.ScopeMissing missing) {
            throw requireReconnect(row, RevocationCause.SCOPE_MISSING, missing);
        } catch (Stopped | Mailboxes.Superseded movedOn) {
            return Optional.empty();
        }
    }

    private GoogleFailure requireReconnect(MailboxRow row, RevocationCause cause, GoogleFailure failure) {
        try {
            conditions.requireReconnect(row, cause, TokenFate.DESTROY_TOKEN);
        } catch (Mailboxes.Superseded reconnected) {
            // Google's answer concerned an older grant; another try uses the new one.
            return new GoogleFailure.Unavailable("The mailbox was reconnected meanwhile");
        }
        return failure;
    }

    private Plan estimate(GmailSession session, Set<String> added) {
        if (added.isEmpty()) {
            return new Plan(0, 0, 0, true);
        }
        MailboxRow row = session.row();
        Instant madeAt = Instant.now();
        // Read before the first list, so that an import by this plan has a cursor that misses nothing.
        BigInteger historyId = session.gmail(Urgency.LIVE, gmail::profile).historyId();
        var ids = new LinkedHashSet<String>();
        List<List<String>> chunks = SenderQuery.chunks(added);
        int read = 0;
        boolean exact = true;
        for (List<String> chunk : chunks) {
            String query = SenderQuery.from(chunk, null);
            var pages = new Pages<GmailApi.IdPage>(
                    token -> session.gmail(Urgency.LIVE, caller -> gmail.list(caller, query, false, token)));
            while (pages.hasNext() && read < MAX_PAGES) {
                ids.addAll(pages.next().ids());
                read++;
            }
            exact &= !pages.hasNext() && !pages.areEndless();
        }
        if (exact) {
            keep(row.id(), added, historyId, madeAt, ids);
        }
        int messages = known.countUnknownUnderNextSenders(row, ids);
        // An import by this plan lists only what arrived since: one list for each chunk.
        int units = messages * quota.getUnits() + chunks.size() * quota.listUnits();
        return new Plan(messages, units, units / quota.importPerMinute(), exact);
    }

    /** The plan that was made for exactly these senders, while it is not older than an hour. */
    Optional<Listed> find(UUID mailboxId, Set<String> added) {
        return jdbc.sql("""
                        select history_id, made_at, message_ids from plans
                        where mailbox_id = :mailbox and senders = cast(:senders as text[]) and made_at > :oldest
                        """)
                .param("mailbox", mailboxId)
                .param("senders", new TreeSet<>(added).toArray(String[]::new))
                .param("oldest", Timestamp.from(Instant.now().minus(GOOD_FOR)))
                .query((row, n) -> new Listed(
                        row.getBigDecimal("history_id").toBigIntegerExact(),
                        row.getTimestamp("made_at").toInstant(),
                        List.of((String[]) row.getArray("message_ids").getArray())))
                .optional();
    }

    private void keep(UUID mailboxId, Set<String> added, BigInteger historyId, Instant madeAt, Set<String> ids) {
        jdbc.sql("""
                        insert into plans (mailbox_id, senders, history_id, made_at, message_ids)
                        select id, :senders, :historyId, :madeAt, :ids from mailboxes where id = :mailbox
                        on conflict (mailbox_id) do update set
                            senders = excluded.senders, history_id = excluded.history_id,
                            made_at = excluded.made_at, message_ids = excluded.message_ids
                        """)
                .param("mailbox", mailboxId)
                .param("senders", new TreeSet<>(added).toArray(String[]::new))
                .param("historyId", new BigDecimal(historyId), Types.NUMERIC)
                .param("madeAt", Timestamp.from(madeAt))
                .param("ids", ids.toArray(String[]::new))
                .update();
    }

    private static Set<String> added(MailboxRow row, List<Sender> senders) {
        var added = new TreeSet<String>();
        senders.forEach(sender -> added.add(sender.value()));
        row.senders().forEach(added::remove);
        return added;
    }
}

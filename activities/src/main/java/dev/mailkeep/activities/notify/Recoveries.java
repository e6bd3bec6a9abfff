package dev.mailkeep.activities.notify;

import dev.mailkeep.activities.notify.Notifications.Notification;
import dev.mailkeep.activities.sync.queue.Priority;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Notifies owners when a mailbox has caught up after a failure. A trigger in the database records when a mailbox
 * recovers (V7). The mailbox has caught up once a check that began after that is complete, no import or resync is left
 * to run, and everything that was found is stored. The number of messages counts those stored between the recovery and
 * that moment.
 */
@Component
public final class Recoveries {

    private static final Logger log = LoggerFactory.getLogger(Recoveries.class);

    /** The kind of these notifications, which is not a condition of a mailbox. */
    public static final String KIND = "RECOVERED";

    private final Notifications notifications;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Recoveries(Notifications notifications, JdbcClient jdbc, TransactionOperations transactions) {
        this.notifications = notifications;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    private record CaughtUp(UUID mailboxId, UUID userId, long incident, int messages) {}

    /** Notifies the owner of each mailbox that has caught up, once. */
    public void notifyOwners() {
        transactions.executeWithoutResult(status -> caughtUp().forEach(this::tell));
    }

    private List<CaughtUp> caughtUp() {
        // Rechecks don't count, because their messages are already stored; audits don't count, because they never end.
        return jdbc.sql("""
                        delete from recoveries r using mailboxes m
                        where m.id = r.mailbox_id and m.condition = 'OK' and m.desired_state = 'RUN' and m.failure_type is null
                          and (not exists (select from watched_senders s where s.mailbox_id = m.id)
                               or m.last_check_at > r.since
                                  and not exists (select from listing_jobs l
                                                  where l.mailbox_id = m.id and l.purpose <> 'AUDIT')
                                  and not exists (select from message_queue q
                                                  where q.mailbox_id = m.id and q.priority <> :recheck))
                        returning m.id as mailbox_id, m.user_id, extract(epoch from r.since)::bigint as incident,
                                  (select count(*) from email_messages e
                                   where e.mailbox_id = m.id and e.processed_at > r.since)::integer as messages
                        """)
                .param("recheck", Priority.RECHECK.ordinal())
                .query(CaughtUp.class)
                .list();
    }

    private void tell(CaughtUp mailbox) {
        notifications.add(new Notification(
                mailbox.userId(), mailbox.mailboxId(), KIND, null, mailbox.incident(), mailbox.messages()));
        log.info("Mailbox {} has caught up: {} messages", mailbox.mailboxId(), mailbox.messages());
    }
}

package dev.mailkeep.activities.notify;

import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.notify.Notifications.Notification;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.NotificationActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** {@link NotificationActivities}: notifies in the page always, and by e-mail if SMTP is configured. */
@Component
final class NotificationActivitiesImpl implements NotificationActivities {

    private static final Logger log = LoggerFactory.getLogger(NotificationActivitiesImpl.class);

    private final Mailboxes mailboxes;
    private final Notifications notifications;
    private final NotificationEmails emails;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    NotificationActivitiesImpl(
            Mailboxes mailboxes,
            Notifications notifications,
            NotificationEmails emails,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.notifications = notifications;
        this.emails = emails;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void notifyOwner(UUID mailboxId) {
        try {
            transactions.executeWithoutResult(status -> mailboxes
                    .lock(mailboxId)
                    .filter(row -> row.condition() != Condition.OK && row.cause() != null)
                    .ifPresent(this::notifyOnce));
            // Send after the transaction, so that no slow SMTP server holds the mailbox's lock.
            emails.send(mailboxId);
        } catch (DataAccessException | TransactionException database) {
            throw ApplicationFailure.newFailure("PostgreSQL could not be used", FailureTypes.DATABASE_UNAVAILABLE);
        }
    }

    /**
     * Adds one notification for each incident. A revocation raises the generation, so each generation is an incident; a
     * block is one incident until it ends.
     */
    private void notifyOnce(MailboxRow row) {
        long incident = row.condition() == Condition.BLOCKED ? blockedSince(row) : row.generation();
        boolean isNew = notifications.add(
                new Notification(row.userId(), row.id(), row.condition().name(), row.cause(), incident, null));
        if (isNew) {
            log.info("Notified the owner of mailbox {}: {}", row.id(), row.condition());
        }
    }

    private long blockedSince(MailboxRow row) {
        return jdbc.sql("select extract(epoch from condition_since)::bigint from mailboxes where id = :id")
                .param("id", row.id())
                .query(Long.class)
                .single();
    }
}

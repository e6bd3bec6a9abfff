package dev.mailkeep.activities.notify;

import com.fasterxml.uuid.Generators;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.NotificationActivities;
import dev.mailkeep.workflows.contract.Orders.Condition;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** {@link NotificationActivities}: in the page always, by e-mail where SMTP is configured. */
final class NotificationActivitiesImpl implements NotificationActivities {

    private static final Logger log = LoggerFactory.getLogger(NotificationActivitiesImpl.class);

    private final Mailboxes mailboxes;
    private final ChangeFeed feed;
    private final @Nullable NoticeMailer mailer;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    NotificationActivitiesImpl(
            Mailboxes mailboxes,
            ChangeFeed feed,
            @Nullable NoticeMailer mailer,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.feed = feed;
        this.mailer = mailer;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void notifyPerson(UUID mailboxId) {
        try {
            Optional<Letter> letter = transactions.execute(status -> mailboxes
                    .lock(mailboxId)
                    .filter(row -> row.condition() != Condition.OK && row.cause() != null)
                    .flatMap(this::tell));
            if (letter != null && mailer != null) {
                letter.ifPresent(due -> email(due, mailer));
            }
        } catch (DataAccessException | TransactionException database) {
            throw ApplicationFailure.newFailure("PostgreSQL could not be used", FailureTypes.DATABASE_UNAVAILABLE);
        }
    }

    /** An e-mail that is due; sent after the transaction, so that no slow SMTP server holds the mailbox's lock. */
    private record Letter(UUID notificationId, UUID mailboxId, String to, String cause) {
        @Override
        public String toString() {
            return "Letter[" + notificationId + "]";
        }
    }

    /** One notice an incident: a revocation raises the generation, a block is one until it is over. */
    private Optional<Letter> tell(MailboxRow row) {
        String cause = row.cause() == null ? "" : row.cause();
        long incident = row.condition() == Condition.BLOCKED ? blockedSince(row) : row.generation();
        int isNew = jdbc.sql("""
                        insert into notifications (id, user_id, mailbox_id, kind, cause, incident)
                        values (:id, :user, :mailbox, :kind, :cause, :incident)
                        on conflict (mailbox_id, kind, incident) do nothing
                        """)
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("user", row.userId())
                .param("mailbox", row.id())
                .param("kind", row.condition().name())
                .param("cause", cause)
                .param("incident", incident)
                .update();
        if (isNew == 1) {
            feed.announce(row.userId(), row.id(), ChangeFeed.Kind.NOTIFICATION);
            log.info("Told the owner of mailbox {}: {}", row.id(), row.condition());
        }
        return mailer == null ? Optional.empty() : claimLetter(row, incident);
    }

    /** Takes the e-mail on, so that no other process sends it too. */
    private Optional<Letter> claimLetter(MailboxRow row, long incident) {
        return jdbc.sql("""
                        update notifications n set emailed_at = now()
                        from users u
                        where u.id = n.user_id and n.mailbox_id = :mailbox and n.kind = :kind
                          and n.incident = :incident and n.emailed_at is null
                        returning n.id, u.email, n.cause
                        """)
                .param("mailbox", row.id())
                .param("kind", row.condition().name())
                .param("incident", incident)
                .query((result, n) -> new Letter(
                        result.getObject("id", UUID.class),
                        row.id(),
                        result.getString("email"),
                        result.getString("cause")))
                .optional();
    }

    private void email(Letter letter, NoticeMailer by) {
        try {
            by.send(letter.to(), Explanation.of(letter.cause()));
        } catch (MailException undeliverable) {
            // The page has it; an SMTP server that is away must not keep the workflow from resting.
            log.warn("A notice for mailbox {} could not be e-mailed", letter.mailboxId());
            jdbc.sql("update notifications set emailed_at = null where id = :id")
                    .param("id", letter.notificationId())
                    .update();
        }
    }

    private long blockedSince(MailboxRow row) {
        return jdbc.sql("select extract(epoch from condition_since)::bigint from mailboxes where id = :id")
                .param("id", row.id())
                .query(Long.class)
                .single();
    }
}

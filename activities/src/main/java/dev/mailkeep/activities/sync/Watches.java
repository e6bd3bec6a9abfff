package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.mailbox.GmailWatches;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks Gmail to push changes of a mailbox. A push is only a hint to check sooner: only checks find mail, so nothing is
 * lost when Gmail does not push.
 */
@Component
final class Watches {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    /** A watch lasts seven days, and Google wants it renewed daily (Gmail API, "Push notifications"). */
    private static final Duration RENEWED_AFTER = Duration.ofDays(1);

    private static final Duration RETRIED_AFTER = Duration.ofHours(1);

    private final GmailApi gmail;
    private final Mailboxes mailboxes;
    private final @Nullable String topic;
    private final GmailWatches watches;

    /** The failure that was logged last. It is logged only once, as it is most likely the same for every mailbox. */
    private final AtomicReference<@Nullable String> lastFailure = new AtomicReference<>();

    Watches(GmailApi gmail, Mailboxes mailboxes, PushSettings push, GmailWatches watches) {
        this.gmail = gmail;
        this.mailboxes = mailboxes;
        this.topic = push.topic();
        this.watches = watches;
    }

    /** When to ask Gmail to push again; null when no topic is configured or no sender is watched. */
    @Nullable
    Instant renewAt(MailboxRow row) {
        if (topic == null || row.senders().isEmpty()) {
            return null;
        }
        // A watch under an earlier grant or for another topic does not count: a new one is due at once.
        return watches.renewAt(row.id(), topic).orElse(Instant.EPOCH);
    }

    /**
     * Asks Gmail to push, and notes when to ask again: tomorrow, or in an hour when that failed.
     *
     * @throws GoogleFailure when the grant or the account is at fault, which concerns the whole mailbox and not only
     *     pushing
     */
    void renew(GmailSession session) {
        MailboxRow row = session.row();
        if (topic == null || row.senders().isEmpty() || !GmailSession.maySync(row)) {
            return;
        }
        try {
            // Not with more urgency than an import: checks have a small share of the quota for themselves, and this
            // call would use up two minutes of it.
            Instant expires = session.gmail(Urgency.IMPORT, caller -> gmail.watch(caller, topic));
            note(row, topic, expires, RENEWED_AFTER);
            if (lastFailure.getAndSet(null) != null) {
                log.info("Gmail pushes again");
            }
        } catch (GoogleFailure.GrantRevoked | GoogleFailure.ScopeMissing | GoogleFailure.Blocked ofTheMailbox) {
            throw ofTheMailbox;
        } catch (GoogleFailure failure) {
            note(row, topic, null, RETRIED_AFTER);
            String why = String.valueOf(failure.getMessage());
            if (!why.equals(lastFailure.getAndSet(why))) {
                log.warn(
                        "Gmail does not push ({}). Regular checks still find new mail, and Gmail is asked again in an hour."
                                + " If this persists, see docs/push.md",
                        why);
            }
        }
    }

    private void note(MailboxRow seen, String askedFor, @Nullable Instant expires, Duration again) {
        mailboxes.commit(seen, row -> {
            watches.asked(row.id(), askedFor, expires, Instant.now().plus(again));
            return row;
        });
    }
}

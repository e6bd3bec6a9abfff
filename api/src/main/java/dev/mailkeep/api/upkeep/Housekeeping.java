package dev.mailkeep.api.upkeep;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.notify.NotificationEmails;
import dev.mailkeep.activities.notify.Recoveries;
import dev.mailkeep.activities.quota.JdbcLedger;
import dev.mailkeep.activities.session.BrowserSessions;
import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.api.connect.OAuthAttempts;
import dev.mailkeep.api.health.Outages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Retries e-mails that could not be sent, revokes grants of disconnected mailboxes at Google, and removes data that is
 * no longer needed.
 */
@Component
class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final OAuthAttempts attempts;
    private final JdbcLedger ledger;
    private final BrowserSessions sessions;
    private final NotificationEmails emails;
    private final Recoveries recoveries;
    private final Revocations revocations;
    private final KeysetCheck keyset;
    private final Outages outages;

    Housekeeping(
            OAuthAttempts attempts,
            JdbcLedger ledger,
            BrowserSessions sessions,
            NotificationEmails emails,
            Recoveries recoveries,
            Revocations revocations,
            KeysetCheck keyset,
            Outages outages) {
        this.attempts = attempts;
        this.ledger = ledger;
        this.sessions = sessions;
        this.emails = emails;
        this.recoveries = recoveries;
        this.revocations = revocations;
        this.keyset = keyset;
        this.outages = outages;
    }

    /** Runs more often than the other work, because a person may have just reconnected and be looking at the page. */
    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void notifyOfRecoveries() {
        try {
            recoveries.notifyOwners();
        } catch (DataAccessException | TransactionException database) {
            log.debug("Owners hear of recoveries later, because PostgreSQL can't be used");
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        keepHouse();
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT2M")
    void keepHouse() {
        if (!keyset.fits()) {
            // A process whose keyset does not fit must not clean up secrets that it can't open.
            return;
        }
        try {
            attempts.forgetOld();
            ledger.forgetOld();
            sessions.forgetEnded();
            emails.send(null);
            revocations.revokePending(null);
        } catch (GoogleFailure away) {
            log.info("Google can't be reached, so grants of disconnected mailboxes are revoked later");
        } catch (DataAccessException database) {
            outages.database().met(database.getClass().getSimpleName());
        }
    }
}

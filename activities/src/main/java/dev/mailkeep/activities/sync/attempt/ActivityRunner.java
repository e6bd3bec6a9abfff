package dev.mailkeep.activities.sync.attempt;

import dev.mailkeep.activities.Loggable;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Conditions.TokenFate;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.outage.DatabaseFailure;
import dev.mailkeep.activities.outage.Outage;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.workflows.contract.FailureTypes;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Runs a step as an activity. Opens the Gmail session, records what prevents the mailbox from syncing, and turns every
 * failure into one that Temporal may keep: a constant type and text, and no cause.
 */
@Component
public final class ActivityRunner {

    private static final Logger log = LoggerFactory.getLogger(ActivityRunner.class);

    private final Mailboxes mailboxes;
    private final AccessTokens tokens;
    private final Conditions conditions;
    private final OperatorFaults operatorFaults;
    private final Outage database;

    ActivityRunner(
            Mailboxes mailboxes,
            AccessTokens tokens,
            Conditions conditions,
            OperatorFaults operatorFaults,
            Outage database) {
        this.mailboxes = mailboxes;
        this.tokens = tokens;
        this.conditions = conditions;
        this.operatorFaults = operatorFaults;
        this.database = database;
    }

    /**
     * Runs a step. The step itself handles {@link GoogleFailure.Throttled} and {@link Stopped} where they are part of
     * its result.
     */
    public <T> T run(UUID mailboxId, Function<GmailSession, T> step) {
        return guard(mailboxId, () -> {
            MailboxRow seen = mailboxes.find(mailboxId).orElseThrow(Mailboxes.Superseded::new);
            // Taken here, because the threads that a step starts have no activity context.
            ActivityExecutionContext context = Activity.getExecutionContext();
            try {
                return step.apply(begin(seen, () -> context.heartbeat(null)));
            } catch (GoogleFailure failure) {
                throw toActivityFailure(seen, failure);
            }
        });
    }

    /** Runs a step that needs no Gmail session, and turns its failures into ones that Temporal may keep. */
    public <T> T guard(UUID mailboxId, Supplier<T> step) {
        try {
            return step.get();
        } catch (Mailboxes.Superseded | Stopped movedOn) {
            throw nonRetryable(FailureTypes.SUPERSEDED, "The mailbox has moved on");
        } catch (Vault.Sealed damaged) {
            // The keyset is not at fault: with a wrong one no worker polls.
            log.error(
                    "The refresh token of mailbox {} can't be decrypted, though others can; the mailbox waits",
                    mailboxId);
            throw nonRetryable(FailureTypes.SECRET_UNREADABLE, "A stored secret can't be decrypted");
        } catch (DataAccessException | TransactionException failed) {
            DatabaseFailure.outage(failed)
                    .ifPresentOrElse(
                            database::met,
                            () -> log.warn(
                                    "PostgreSQL failed in a step of mailbox {}: {}",
                                    mailboxId,
                                    Loggable.types(failed)));
            throw retryable(FailureTypes.DATABASE_UNAVAILABLE, "PostgreSQL could not be used");
        } catch (ActivityCompletionException | ApplicationFailure known) {
            throw known;
        } catch (RuntimeException defect) {
            // The exception's message may contain text from Google or from a person; its types and its place never do.
            log.error(
                    "A step of mailbox {} failed: {} at {}", mailboxId, Loggable.types(defect), Loggable.place(defect));
            throw retryable(FailureTypes.UNEXPECTED, "A defect in Mailkeep");
        }
    }

    public GmailSession begin(MailboxRow row, Runnable heartbeat) {
        return new GmailSession(row, mailboxes, tokens, operatorFaults, heartbeat);
    }

    private ApplicationFailure toActivityFailure(MailboxRow seen, GoogleFailure failure) {
        if (failure instanceof GoogleFailure.GrantRevoked revoked) {
            conditions.requireReconnect(seen, revoked.revocationCause(), TokenFate.DESTROY_TOKEN);
            tokens.forget(seen.id());
            log.info("Mailbox {} needs to be reconnected: {}", seen.id(), revoked.revocationCause());
            return nonRetryable(FailureTypes.GRANT_REVOKED, "Google no longer honours the grant");
        }
        if (failure instanceof GoogleFailure.ScopeMissing) {
            conditions.requireReconnect(seen, RevocationCause.SCOPE_MISSING, TokenFate.DESTROY_TOKEN);
            tokens.forget(seen.id());
            log.info("Mailbox {} needs to be reconnected: the grant does not cover Gmail", seen.id());
            return nonRetryable(FailureTypes.SCOPE_MISSING, "The grant does not cover Gmail");
        }
        if (failure instanceof GoogleFailure.Blocked blocked) {
            conditions.blocked(seen, blocked.reason().name());
            log.info("Mailbox {} is blocked: {}", seen.id(), blocked.reason());
            return nonRetryable(FailureTypes.BLOCKED, "Gmail is not open to this account");
        }
        if (failure instanceof GoogleFailure.OperatorFault) {
            // Not logged here: the operator's alarm says it, once.
            return nonRetryable(FailureTypes.OPERATOR_FAULT, "Google refuses this deployment");
        }
        if (failure instanceof GoogleFailure.Forbidden) {
            log.warn("Gmail refuses mailbox {} without a known reason", seen.id());
            return retryable(FailureTypes.GMAIL_REFUSES, "Gmail answered 403 without a known reason");
        }
        log.warn("Google failed in a step of mailbox {}: {}", seen.id(), failure.getMessage());
        return retryable(FailureTypes.GOOGLE_UNAVAILABLE, "Google could not be used");
    }

    private static ApplicationFailure nonRetryable(String type, String text) {
        return ApplicationFailure.newNonRetryableFailure(text, type);
    }

    private static ApplicationFailure retryable(String type, String text) {
        return ApplicationFailure.newFailure(text, type);
    }
}

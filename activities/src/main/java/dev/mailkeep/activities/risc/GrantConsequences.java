package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Conditions.TokenFate;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Applies a security event to the grant of one mailbox, under the lock of its row. Each method returns empty if the
 * mailbox is gone or being disconnected. Callers own the transactions.
 */
@Component
final class GrantConsequences {

    private static final Logger log = LoggerFactory.getLogger(GrantConsequences.class);

    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final RefreshTokens refreshTokens;
    private final AuditLog audit;

    GrantConsequences(Mailboxes mailboxes, Conditions conditions, RefreshTokens refreshTokens, AuditLog audit) {
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.refreshTokens = refreshTokens;
        this.audit = audit;
    }

    /** The audit log's word for what was done. */
    private enum Done {
        /** Nothing was changed; Google will be asked whether the grant still works. */
        CHECKED,
        /** The grant was destroyed. */
        ENDED,
        /** The grant is kept but not used until the owner has reconnected. */
        HELD
    }

    /** Lets the workflow ask Google whether the grant still works. */
    Optional<ConcernedMailbox> check(UUID mailboxId, Kind kind) {
        return change(mailboxId, kind, row -> Done.CHECKED);
    }

    /**
     * Ends a grant that is certainly older than the event. If the grant was given at about that time or later, it may
     * not be the one that ended, so Google is asked instead. The margin allows for both clocks and for the time that
     * Google takes to deliver.
     */
    Optional<ConcernedMailbox> endIfOlder(UUID mailboxId, Kind kind, Instant at) {
        return change(mailboxId, kind, row -> {
            boolean surelyOlder = refreshTokens
                    .age(row.id())
                    .map(age -> age.grantedAt().isBefore(at.minus(SecurityEventTokens.CLOCKS)))
                    .orElse(true);
            return surelyOlder ? end(row) : Done.CHECKED;
        });
    }

    /** Ends the grant if the locked row still matches; otherwise Google is asked. */
    Optional<ConcernedMailbox> endIf(UUID mailboxId, Kind kind, Predicate<MailboxRow> meant) {
        return change(mailboxId, kind, row -> meant.test(row) ? end(row) : Done.CHECKED);
    }

    /**
     * Holds a grant unless it is certainly newer than the event. Google still honours the grant, so asking Google tells
     * nothing, and a grant given at about that time may be the intruder's. Only an owner who has certainly reconnected
     * since is left alone.
     */
    Optional<ConcernedMailbox> hold(UUID mailboxId, Kind kind, RevocationCause cause, Instant at) {
        return change(mailboxId, kind, row -> {
            boolean surelyNewer = refreshTokens
                    .age(row.id())
                    .map(age -> age.grantedAt().isAfter(at.plus(SecurityEventTokens.CLOCKS)))
                    .orElse(false);
            if (surelyNewer) {
                return Done.CHECKED;
            }
            conditions.requireReconnect(row, cause, TokenFate.KEEP_TOKEN);
            return Done.HELD;
        });
    }

    private Done end(MailboxRow row) {
        conditions.requireReconnect(row, RevocationCause.REVOKED, TokenFate.DESTROY_TOKEN);
        return Done.ENDED;
    }

    private Optional<ConcernedMailbox> change(UUID mailboxId, Kind kind, Function<MailboxRow, Done> change) {
        return mailboxes
                .lock(mailboxId)
                .filter(row -> row.desired() != Desired.DISCONNECT)
                .map(row -> {
                    Done done = change.apply(row);
                    audit.record(row.userId(), row.id(), event(kind), done.name());
                    log.info("Google's security event {} for mailbox {}: {}", kind, row.id(), done);
                    return new ConcernedMailbox(row.id(), row.userId());
                });
    }

    private static AuditEvent event(Kind kind) {
        return switch (kind) {
            case SESSIONS_REVOKED -> AuditEvent.GOOGLE_SESSIONS_REVOKED;
            case TOKENS_REVOKED -> AuditEvent.GOOGLE_TOKENS_REVOKED;
            case TOKEN_REVOKED -> AuditEvent.GOOGLE_TOKEN_REVOKED;
            case ACCOUNT_DISABLED -> AuditEvent.GOOGLE_ACCOUNT_DISABLED;
            case ACCOUNT_ENABLED -> AuditEvent.GOOGLE_ACCOUNT_ENABLED;
            case CREDENTIAL_CHANGE_REQUIRED -> AuditEvent.GOOGLE_CREDENTIAL_CHANGE_REQUIRED;
            case VERIFICATION, UNKNOWN -> throw new IllegalArgumentException("concerns no mailbox: " + kind);
        };
    }
}

package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.Conditions;
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
 * What a security event does to the grant of one mailbox, whose row is locked meanwhile. Each method is empty when the
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
        /** Nothing: Google will be asked whether the grant still lives. */
        CHECKED,
        /** The grant was destroyed. */
        ENDED,
        /** The grant is kept and not used until the owner has reconnected. */
        HELD
    }

    /** Has Google asked about the grant. */
    Optional<ConcernedMailbox> check(UUID mailboxId, Kind kind) {
        return change(mailboxId, kind, row -> Done.CHECKED);
    }

    /**
     * Ends a grant that is surely older than the event. One that was given about then or since may not be the one that
     * ended: Google is asked instead. Both clocks, and the time that Google takes to deliver, count here.
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

    /** Ends the grant if the row, once it is locked, still is the one that is meant. */
    Optional<ConcernedMailbox> endIf(UUID mailboxId, Kind kind, Predicate<MailboxRow> meant) {
        return change(mailboxId, kind, row -> meant.test(row) ? end(row) : Done.CHECKED);
    }

    /**
     * Holds a grant unless it is surely newer than the event. Google still honours it, so asking tells nothing, and one that
     * was given about then may be the intruder's: only an owner who has surely reconnected since is left alone.
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
            conditions.mustReconnect(row, cause);
            return Done.HELD;
        });
    }

    private Done end(MailboxRow row) {
        conditions.grantIsDead(row, RevocationCause.REVOKED);
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

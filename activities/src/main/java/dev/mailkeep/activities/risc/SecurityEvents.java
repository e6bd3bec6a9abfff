package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.risc.SecurityEvent.RevokedToken;
import dev.mailkeep.activities.token.AccessTokens;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Applies Google's security events. All events of a token, and the record that the token was taken, are one
 * transaction. The caller tells the workflows once it is committed.
 */
@Component
public final class SecurityEvents {

    private static final Logger log = LoggerFactory.getLogger(SecurityEvents.class);

    private final TakenTokens taken;
    private final AccountSessions sessions;
    private final ConcernedMailboxes concerned;
    private final GrantConsequences grants;
    private final AccessTokens accessTokens;
    private final AuditLog audit;
    private final TransactionOperations transactions;

    SecurityEvents(
            TakenTokens taken,
            AccountSessions sessions,
            ConcernedMailboxes concerned,
            GrantConsequences grants,
            AccessTokens accessTokens,
            AuditLog audit,
            TransactionOperations transactions) {
        this.taken = taken;
        this.sessions = sessions;
        this.concerned = concerned;
        this.grants = grants;
        this.accessTokens = accessTokens;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** What became of a token. */
    public enum Outcome {
        /** It was about an account that is known here. */
        ACCEPTED,
        /** It was taken before; nothing was done. */
        REPLAYED,
        /** It was about an account that is not known here. */
        NOBODY,
        /** It was of a kind that Mailkeep ignores. */
        IGNORED,
        /** It was the test that an operator had asked Google for. */
        VERIFICATION
    }

    /** What a token did, and whose workflows must be told. */
    public record Effect(Outcome outcome, List<ConcernedMailbox> mailboxes) {}

    /** Applies a token. The same token a second time changes nothing. */
    public Effect take(SecurityEventToken token) {
        Effect effect = Objects.requireNonNull(transactions.execute(status -> {
            if (!taken.isNew(token)) {
                return new Effect(Outcome.REPLAYED, List.of());
            }
            List<Effect> effects = token.events().stream()
                    .map(event -> apply(event, token.issuedAt()))
                    .toList();
            return new Effect(
                    effects.stream()
                            .map(Effect::outcome)
                            .min(Outcome::compareTo)
                            .orElse(Outcome.IGNORED),
                    effects.stream()
                            .flatMap(one -> one.mailboxes().stream())
                            .distinct()
                            .toList());
        }));
        effect.mailboxes().forEach(mailbox -> accessTokens.forget(mailbox.mailboxId()));
        return effect;
    }

    private Effect apply(SecurityEvent event, Instant at) {
        Kind kind = event.kind();
        return switch (kind) {
            case TOKENS_REVOKED -> endingSessions(event, at, id -> grants.endIfOlder(id, kind, at));
            case SESSIONS_REVOKED ->
                endingSessions(event, at, id -> grants.hold(id, kind, RevocationCause.SESSIONS_REVOKED, at));
            case ACCOUNT_DISABLED -> endingSessions(event, at, id -> grants.hold(id, kind, whyDisabled(event), at));
            case ACCOUNT_ENABLED, CREDENTIAL_CHANGE_REQUIRED ->
                about(event, sessions::knows, id -> grants.check(id, kind));
            case TOKEN_REVOKED -> tokenRevoked(event);
            case VERIFICATION -> {
                log.info("Google's verification event has arrived: its security events reach this Mailkeep");
                audit.record(null, null, AuditEvent.GOOGLE_VERIFICATION, null);
                yield new Effect(Outcome.VERIFICATION, List.of());
            }
            case UNKNOWN -> new Effect(Outcome.IGNORED, List.of());
        };
    }

    private Effect endingSessions(SecurityEvent event, Instant at, Function<UUID, Optional<ConcernedMailbox>> change) {
        return about(event, sub -> sessions.end(sub, at.plus(SecurityEventTokens.CLOCKS)), change);
    }

    /** @param signsIn whether a user here signs in with the account */
    private Effect about(
            SecurityEvent event, Predicate<String> signsIn, Function<UUID, Optional<ConcernedMailbox>> change) {
        String sub = event.sub();
        if (sub == null) {
            return new Effect(Outcome.NOBODY, List.of());
        }
        boolean known = signsIn.test(sub);
        List<ConcernedMailbox> changed = changed(concerned.ofAccount(sub), change);
        return new Effect(known || !changed.isEmpty() ? Outcome.ACCEPTED : Outcome.NOBODY, changed);
    }

    /** The event names a token and no account. Unless the token certainly belongs to one mailbox, Google is asked. */
    private Effect tokenRevoked(SecurityEvent event) {
        RevokedToken token = event.token();
        if (token == null) {
            return new Effect(Outcome.IGNORED, List.of());
        }
        List<ConcernedMailbox> changed = changed(
                concerned.ofToken(token),
                id -> grants.endIf(id, event.kind(), row -> concerned.isNamed(row.id(), token)));
        return new Effect(changed.isEmpty() ? Outcome.NOBODY : Outcome.ACCEPTED, changed);
    }

    private static List<ConcernedMailbox> changed(
            List<UUID> mailboxes, Function<UUID, Optional<ConcernedMailbox>> change) {
        return mailboxes.stream().flatMap(id -> change.apply(id).stream()).toList();
    }

    private static RevocationCause whyDisabled(SecurityEvent event) {
        return "hijacking".equals(event.reason()) ? RevocationCause.ACCOUNT_HIJACKED : RevocationCause.ACCOUNT_DISABLED;
    }
}

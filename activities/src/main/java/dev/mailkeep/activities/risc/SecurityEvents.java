package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.risc.SecurityEvent.RevokedToken;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Does what Google's security events ask for, to the rows: all of a token's events in one transaction with the note that it
 * was taken, or none of it. Telling the workflows is the caller's, once that is committed.
 */
@Component
public final class SecurityEvents {

    private static final Logger log = LoggerFactory.getLogger(SecurityEvents.class);

    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final TakenTokens taken;
    private final AccountSessions sessions;
    private final AuditLog audit;
    private final GoogleSettings google;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    SecurityEvents(
            Mailboxes mailboxes,
            Conditions conditions,
            RefreshTokens refreshTokens,
            AccessTokens accessTokens,
            TakenTokens taken,
            AccountSessions sessions,
            AuditLog audit,
            GoogleSettings google,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.taken = taken;
        this.sessions = sessions;
        this.audit = audit;
        this.google = google;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** What became of a token. */
    public enum Outcome {
        /** It was about somebody here. */
        ACCEPTED,
        /** It was taken before. */
        REPLAYED,
        /** It was about nobody here. */
        NOBODY,
        /** It was about what nothing is done for. */
        IGNORED,
        /** Google was asked to test the stream. */
        VERIFICATION
    }

    /** A mailbox whose workflow is to be told: its row has changed, or its grant is to be checked. */
    public record Told(UUID mailboxId, UUID userId) {}

    /** What a token did. */
    public record Effect(Outcome outcome, List<Told> mailboxes) {}

    /** Takes a token; twice the same changes nothing the second time. */
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
        effect.mailboxes().forEach(told -> accessTokens.forget(told.mailboxId()));
        return effect;
    }

    private Effect apply(SecurityEvent event, Instant at) {
        return switch (event.kind()) {
            case TOKENS_REVOKED -> about(event, at, true, row -> tokensRevoked(row, at));
            case SESSIONS_REVOKED -> about(event, at, true, row -> held(row, RevocationCause.SESSIONS_REVOKED, at));
            case ACCOUNT_DISABLED -> about(event, at, true, row -> held(row, whyDisabled(event), at));
            case ACCOUNT_ENABLED, CREDENTIAL_CHANGE_REQUIRED -> about(event, at, false, row -> "CHECKED");
            case TOKEN_REVOKED -> tokenRevoked(event);
            case VERIFICATION -> {
                log.info("Google's verification event has arrived: its security events reach this Mailkeep");
                audit.record(null, null, "google-verification", null);
                yield new Effect(Outcome.VERIFICATION, List.of());
            }
            case UNKNOWN -> new Effect(Outcome.IGNORED, List.of());
        };
    }

    /** What an event does to one mailbox, which is locked; says what for the audit log. */
    private interface ToMailbox {
        String apply(MailboxRow locked);
    }

    private Effect about(SecurityEvent event, Instant at, boolean endSessions, ToMailbox change) {
        String sub = event.sub();
        if (sub == null) {
            return new Effect(Outcome.NOBODY, List.of());
        }
        boolean known = endSessions
                ? sessions.end(google.issuer(), sub, at.plus(SecurityEventTokens.CLOCKS))
                : sessions.knows(google.issuer(), sub);
        List<Told> told = jdbc
                .sql("select id from mailboxes where issuer = :issuer and google_sub = :sub order by id")
                .param("issuer", google.issuer())
                .param("sub", sub)
                .query(UUID.class)
                .list()
                .stream()
                .flatMap(id -> change(id, event.kind(), change).stream())
                .toList();
        return new Effect(known || !told.isEmpty() ? Outcome.ACCEPTED : Outcome.NOBODY, told);
    }

    private Optional<Told> change(UUID mailboxId, Kind kind, ToMailbox change) {
        return mailboxes
                .lock(mailboxId)
                .filter(row -> row.desired() != Desired.DISCONNECT)
                .map(row -> {
                    String done = change.apply(row);
                    audit.record(row.userId(), row.id(), "google-" + word(kind), done);
                    log.info("Google's security event {} for mailbox {}: {}", kind, row.id(), done);
                    return new Told(row.id(), row.userId());
                });
    }

    /**
     * A grant that was given about then or since may not be the one that ended: Google, who knows, is asked at once instead.
     * Both clocks and the time that Google takes to say it count here.
     */
    private String tokensRevoked(MailboxRow row, Instant at) {
        boolean surelyOlder = refreshTokens
                .age(row.id())
                .map(age -> age.grantedAt().isBefore(at.minus(SecurityEventTokens.CLOCKS)))
                .orElse(true);
        if (!surelyOlder) {
            return "CHECKED";
        }
        conditions.grantIsDead(row, RevocationCause.REVOKED);
        return "ENDED";
    }

    /**
     * The other way round: Google would still honour the grant, so that asking tells nothing, and one that was given about
     * then may be the intruder's. Only who has surely reconnected since is left alone.
     */
    private String held(MailboxRow row, RevocationCause cause, Instant at) {
        boolean surelyNewer = refreshTokens
                .age(row.id())
                .map(age -> age.grantedAt().isAfter(at.plus(SecurityEventTokens.CLOCKS)))
                .orElse(false);
        if (surelyNewer) {
            return "CHECKED";
        }
        conditions.mustReconnect(row, cause);
        return "HELD";
    }

    private static RevocationCause whyDisabled(SecurityEvent event) {
        return "hijacking".equals(event.reason()) ? RevocationCause.ACCOUNT_HIJACKED : RevocationCause.ACCOUNT_DISABLED;
    }

    /** Names one token and no account. Where that does not lead to one mailbox for certain, Google is asked. */
    private Effect tokenRevoked(SecurityEvent event) {
        RevokedToken token = event.token();
        if (token == null) {
            return new Effect(Outcome.IGNORED, List.of());
        }
        List<UUID> named = named(token);
        List<UUID> concerned = named.isEmpty() ? refreshTokens.mailboxesWithoutDigests() : named;
        var told = new ArrayList<Told>();
        for (UUID id : concerned) {
            change(id, event.kind(), row -> isTheOneNamed(row.id(), token) ? ended(row) : "CHECKED")
                    .ifPresent(told::add);
        }
        return new Effect(told.isEmpty() ? Outcome.NOBODY : Outcome.ACCEPTED, told);
    }

    private List<UUID> named(RevokedToken token) {
        String prefix = token.prefix();
        byte[] doubleHash = token.doubleHash();
        if (doubleHash != null) {
            return refreshTokens.mailboxesByHash(doubleHash);
        }
        return prefix == null ? List.of() : refreshTokens.mailboxesByPrefix(prefix);
    }

    /** Under the lock: the person may have reconnected since the token was looked up. */
    private boolean isTheOneNamed(UUID mailboxId, RevokedToken token) {
        return named(token).equals(List.of(mailboxId));
    }

    private String ended(MailboxRow row) {
        conditions.grantIsDead(row, RevocationCause.REVOKED);
        return "ENDED";
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

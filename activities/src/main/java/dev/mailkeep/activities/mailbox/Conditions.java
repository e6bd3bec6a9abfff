package dev.mailkeep.activities.mailbox;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.ChangeFeed.Kind;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records what prevents a mailbox from syncing. */
@Component
public final class Conditions {

    /** Grants to an app in Testing die after seven days (Google, "OAuth 2.0", refresh token expiration). */
    private static final Duration TESTING_LIFE = Duration.ofDays(7);

    private static final Duration TESTING_TOLERANCE = Duration.ofHours(12);
    private static final Duration IDLE_LIFE = Duration.ofDays(180);

    /** Part of an update of {@code mailboxes}: no step is failing, and Google asks for nothing. */
    static final String NOTHING_FAILS = """
            failure_type = null, next_attempt_at = null, throttled_until = null, consecutive_throttles = 0
            """;

    private final Mailboxes mailboxes;
    private final DesiredStates states;
    private final RefreshTokens tokens;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final JdbcClient jdbc;

    Conditions(
            Mailboxes mailboxes,
            DesiredStates states,
            RefreshTokens tokens,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc) {
        this.mailboxes = mailboxes;
        this.states = states;
        this.tokens = tokens;
        this.feed = feed;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /** What happens to the refresh token of a mailbox that has to be reconnected. */
    public enum TokenFate {
        /** The grant may still work. Mailkeep can still revoke it if the owner disconnects the mailbox instead. */
        KEEP_TOKEN,
        /** The grant is dead. */
        DESTROY_TOKEN
    }

    /**
     * From here on no call is made for this mailbox until its owner has reconnected it. Does nothing for a mailbox that
     * is being disconnected.
     *
     * @param seen the row under which the cause was found
     * @throws Mailboxes.Superseded when the owner has reconnected since, so that the cause concerned an older grant
     */
    public void requireReconnect(MailboxRow seen, RevocationCause cause, TokenFate token) {
        mailboxes.commit(seen, row -> {
            if (row.desired() == Desired.DISCONNECT) {
                return row;
            }
            if (token == TokenFate.DESTROY_TOKEN) {
                recordOnce(row, AuditEvent.GRANT_REVOKED, cause == RevocationCause.REVOKED ? likelyCause(row) : cause);
                tokens.destroy(row.id());
            } else {
                recordOnce(row, AuditEvent.HELD, cause);
            }
            return row;
        });
    }

    /**
     * The account of a mailbox that waits to be reconnected is gone for good, because Google has given its address to
     * another account. Changes nothing for a mailbox whose grant still works, because its account may only have got
     * another address.
     *
     * @param locked the locked row, as it is now
     */
    public void madeAnew(MailboxRow locked) {
        String cause = RevocationCause.ACCOUNT_MADE_ANEW.name();
        if (locked.desired() == Desired.DISCONNECT
                || locked.condition() != Condition.NEEDS_RECONNECT
                || cause.equals(locked.cause())) {
            return;
        }
        jdbc.sql("update mailboxes set cause = :cause where id = :id")
                .param("cause", cause)
                .param("id", locked.id())
                .update();
        audit.record(locked.userId(), locked.id(), AuditEvent.ACCOUNT_MADE_ANEW, null);
        feed.announce(locked.userId(), locked.id(), Kind.MAILBOX);
    }

    /** An incident counts once, so nothing is recorded for a mailbox that waits to be reconnected already. */
    private void recordOnce(MailboxRow row, AuditEvent event, RevocationCause cause) {
        if (row.condition() == Condition.NEEDS_RECONNECT) {
            return;
        }
        set(row, Condition.NEEDS_RECONNECT, cause.name());
        states.raiseGeneration(row.id());
        audit.record(row.userId(), row.id(), event, cause.name());
    }

    /**
     * Somebody other than the owner must unblock the account. The grant is kept and tried again.
     *
     * @throws Mailboxes.Superseded when the owner has reconnected since
     */
    public void blocked(MailboxRow seen, String cause) {
        mailboxes.commit(seen, row -> {
            if (row.condition() != Condition.BLOCKED) {
                set(row, Condition.BLOCKED, cause);
                audit.record(row.userId(), row.id(), AuditEvent.BLOCKED, cause);
            }
            return row;
        });
    }

    /**
     * A step failed and will be retried.
     *
     * @param failureType one of {@link dev.mailkeep.workflows.contract.FailureTypes}
     * @throws Mailboxes.Superseded when the owner has reconnected since
     */
    public void retrying(MailboxRow seen, String failureType, Instant nextAttempt) {
        mailboxes.commit(seen, row -> {
            jdbc.sql("update mailboxes set failure_type = :type, next_attempt_at = :next where id = :id")
                    .param("type", failureType)
                    .param("next", Timestamp.from(nextAttempt))
                    .param("id", row.id())
                    .update();
            feed.announce(row.userId(), row.id(), Kind.MAILBOX);
            return row;
        });
    }

    /**
     * Google asked to slow down, or our own budget is spent.
     *
     * @param locked the locked row, as it is now
     * @param refusals how many refusals by Google to add to those in a row
     */
    public void throttled(MailboxRow locked, Instant until, int refusals) {
        jdbc.sql(
                        "update mailboxes set throttled_until = :until, consecutive_throttles = consecutive_throttles + :refusals where id = :id")
                .param("until", Timestamp.from(until))
                .param("refusals", refusals)
                .param("id", locked.id())
                .update();
        feed.announce(locked.userId(), locked.id(), Kind.MAILBOX);
    }

    /** A step succeeded, so every obstacle that ends by itself is over. Needs the row's lock. */
    public void recovered(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes
                        set %s, condition = 'OK', cause = null, condition_since = null
                        where id = :id and condition <> 'NEEDS_RECONNECT'
                          and (failure_type is not null or throttled_until is not null or consecutive_throttles > 0 or condition = 'BLOCKED')
                        """.formatted(NOTHING_FAILS)).param("id", mailboxId).update();
    }

    private void set(MailboxRow row, Condition condition, String cause) {
        jdbc.sql("""
                        update mailboxes
                        set condition = :condition, cause = :cause, condition_since = now(), next_check_at = null, %s
                        where id = :id
                        """.formatted(NOTHING_FAILS))
                .param("condition", condition.name())
                .param("cause", cause)
                .param("id", row.id())
                .update();
        feed.announce(row.userId(), row.id(), Kind.MAILBOX);
    }

    /** Google only says that the grant is dead; the grant's age tells more. */
    private RevocationCause likelyCause(MailboxRow row) {
        return tokens.age(row.id())
                .map(age -> {
                    Instant now = Instant.now();
                    Instant lastUse = age.lastRefreshed() == null ? age.grantedAt() : age.lastRefreshed();
                    Duration sinceGrant = Duration.between(age.grantedAt(), now);
                    if (sinceGrant.minus(TESTING_LIFE).abs().compareTo(TESTING_TOLERANCE) <= 0) {
                        return RevocationCause.TESTING_SEVEN_DAYS;
                    }
                    return Duration.between(lastUse, now).compareTo(IDLE_LIFE) >= 0
                            ? RevocationCause.IDLE_SIX_MONTHS
                            : RevocationCause.REVOKED;
                })
                .orElse(RevocationCause.REVOKED);
    }
}

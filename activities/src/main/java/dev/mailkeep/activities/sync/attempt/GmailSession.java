package dev.mailkeep.activities.sync.attempt;

import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Duration;
import java.util.function.Function;

/**
 * One attempt at a step: the row as it was when the attempt began, and the calls of Gmail under that row. All threads
 * of the step may use it.
 */
public final class GmailSession {

    /** How long the session trusts what it read last: that the mailbox may still be synced. */
    private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();

    private final MailboxRow row;
    private final Mailboxes mailboxes;
    private final AccessTokens tokens;
    private final OperatorFaults operatorFaults;
    private final Runnable heartbeat;
    private long checkedAt = System.nanoTime();

    GmailSession(
            MailboxRow row,
            Mailboxes mailboxes,
            AccessTokens tokens,
            OperatorFaults operatorFaults,
            Runnable heartbeat) {
        this.row = row;
        this.mailboxes = mailboxes;
        this.tokens = tokens;
        this.operatorFaults = operatorFaults;
        this.heartbeat = heartbeat;
    }

    public MailboxRow row() {
        return row;
    }

    /**
     * Ends the step when the mailbox may no longer be synced. Reads the row at most once a second.
     *
     * @throws Stopped when the mailbox may no longer be synced, is gone, or has another generation
     */
    public synchronized void checkpoint() {
        long now = System.nanoTime();
        if (now - checkedAt < TRUSTED_NANOS) {
            return;
        }
        checkedAt = now;
        heartbeat.run();
        MailboxRow present = mailboxes.find(row.id()).orElseThrow(Stopped::new);
        if (!maySync(present) || present.generation() != row.generation()) {
            throw new Stopped();
        }
    }

    public static boolean maySync(MailboxRow row) {
        return row.desired() == Desired.RUN && row.condition() != Condition.NEEDS_RECONNECT;
    }

    /**
     * Calls Gmail with a valid access token. Gmail may refuse an access token before it expires; the grant is at fault
     * only when Gmail refuses a fresh one, too.
     *
     * @param request the call; it gets the account, the access token and the urgency
     */
    public <T> T gmail(Urgency urgency, Function<Caller, T> request) {
        checkpoint();
        return operatorFaults.call(OperatorFaults.Endpoint.GMAIL, () -> withValidToken(urgency, request));
    }

    private <T> T withValidToken(Urgency urgency, Function<Caller, T> request) {
        String access = tokens.get(row.owner(), row.generation());
        try {
            return request.apply(new Caller(row.googleSub(), access, urgency));
        } catch (GoogleFailure.Unauthorized expired) {
            access = tokens.replace(row.owner(), row.generation(), access);
        }
        try {
            return request.apply(new Caller(row.googleSub(), access, urgency));
        } catch (GoogleFailure.Unauthorized refused) {
            throw new GoogleFailure.GrantRevoked(RevocationCause.TOKEN_REFUSED);
        }
    }
}

package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the workflow knows of its mailbox between two steps, and the one place where its status changes. */
final class MailboxState {

    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);
    private static final Duration[] BACK_OFF = {
        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(5)
    };

    private MailboxStatus status;
    private @Nullable String cause;
    private @Nullable Instant lastLookAt;
    private @Nullable Instant nextLookAt;
    private @Nullable Instant throttledUntil;
    private @Nullable Instant nextAttempt;
    private @Nullable Instant tokenExpiresAt;
    private @Nullable Instant lastRefreshAt;
    private @Nullable Progress progress;
    private int failures;
    private long stored;

    MailboxState(MailboxRun run) {
        MailboxSnapshot known = run.snapshot();
        status = known.status();
        cause = known.cause();
        lastLookAt = known.lastLookAt();
        nextLookAt = known.nextLookAt();
        throttledUntil = known.throttledUntil();
        nextAttempt = known.nextAttempt();
        tokenExpiresAt = known.tokenExpiresAt();
        lastRefreshAt = run.lastRefreshAt();
        progress = run.progress();
        failures = known.failures();
        stored = known.stored();
    }

    MailboxSnapshot snapshot() {
        return new MailboxSnapshot(
                status, cause, lastLookAt, nextLookAt, throttledUntil, nextAttempt, tokenExpiresAt, failures, stored);
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    @Nullable
    Instant lastRefreshAt() {
        return lastRefreshAt;
    }

    /** The only way to another status: visible in lists (search attribute) and on the workflow's page (details). */
    void transitionTo(MailboxStatus next, @Nullable String nextCause) {
        if (next != status) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.MAILBOX_STATUS.valueSet(next.name()));
        }
        status = next;
        cause = nextCause;
        showDetails();
    }

    void refreshed(Instant expiresAt) {
        tokenExpiresAt = expiresAt;
        lastRefreshAt = now();
    }

    void forgetToken() {
        tokenExpiresAt = null;
    }

    boolean tokenNeedsRefresh() {
        return tokenExpiresAt == null || now().isAfter(tokenExpiresAt.minus(TOKEN_MARGIN));
    }

    Duration sinceRefresh() {
        return lastRefreshAt == null ? Duration.ofDays(365) : Duration.between(lastRefreshAt, now());
    }

    /** A look ended: the next one is due an interval later, or earlier where a candidate waits for the search. */
    void looked(Progress result) {
        lastLookAt = now();
        Instant regular = lastLookAt.plus(result.interval());
        Instant again = result.lookAgainAt();
        nextLookAt = again != null && again.isBefore(regular) ? again : regular;
    }

    /** A step succeeded: whatever failed before is over. */
    void advanced(Progress result) {
        progress = result;
        throttledUntil = result.throttledUntil();
        stored += result.stored();
        failures = 0;
        nextAttempt = null;
        transitionTo(result.importing() ? MailboxStatus.IMPORTING : MailboxStatus.LIVE, null);
    }

    /**
     * A step failed.
     *
     * @return when to try again: at once the first time the row decides (it may have changed), else ever later
     */
    Instant failed(boolean rowDecides) {
        failures++;
        if (rowDecides && failures == 1) {
            return now();
        }
        Duration pause = BACK_OFF[Math.min(failures, BACK_OFF.length) - 1];
        long jitterMillis = Workflow.newRandom().nextInt(10_000);
        nextAttempt = now().plus(pause).plusMillis(jitterMillis);
        return nextAttempt;
    }

    boolean lookIsDue() {
        return nextLookAt == null || !now().isBefore(nextLookAt);
    }

    /** Whether Google or an earlier failure wants us to wait. */
    boolean mustWait() {
        return !restUntil().isBefore(now().plusMillis(1));
    }

    /** When the next step may be made, for a mailbox that has nothing to do right now. */
    Instant wakeAt() {
        Instant wake = nextLookAt == null ? now() : nextLookAt;
        if (progress != null && progress.readyAt() != null && progress.readyAt().isBefore(wake)) {
            wake = progress.readyAt();
        }
        return wake.isBefore(restUntil()) ? restUntil() : wake;
    }

    private Instant restUntil() {
        Instant until = Instant.EPOCH;
        if (throttledUntil != null) {
            until = throttledUntil;
        }
        return nextAttempt != null && nextAttempt.isAfter(until) ? nextAttempt : until;
    }

    private void showDetails() {
        var text = new StringBuilder("**").append(status).append("**");
        if (cause != null) {
            text.append(" (").append(cause).append(')');
        }
        text.append("\n\n- stored by this workflow: ").append(stored);
        text.append("\n- last look: ").append(lastLookAt == null ? "none yet" : lastLookAt);
        if (throttledUntil != null) {
            text.append("\n- throttled until: ").append(throttledUntil);
        }
        if (nextAttempt != null) {
            text.append("\n- failed steps in a row: ").append(failures);
            text.append("\n- next attempt: ").append(nextAttempt);
        }
        Workflow.setCurrentDetails(text.toString());
    }

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}

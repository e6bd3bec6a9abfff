package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.contract.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the workflow knows of its mailbox between two steps, and the one place where its status changes. */
final class MailboxState {

    private static final Duration BLOCKED_RECHECK = Duration.ofDays(1);

    /**
     * The soonest that a time given by an activity is acted on. Its clock may lag behind Temporal's; without a floor the
     * two would ask each other in a tight circle until it caught up.
     */
    private static final Duration CLOCK_FLOOR = Duration.ofSeconds(2);

    private static final Duration[] BACK_OFF = {
        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(5)
    };

    private final Grant grant;
    private MailboxStatus status;
    private @Nullable String cause;
    private boolean ownerNotified;
    private @Nullable Instant lastCheckAt;
    private @Nullable Instant nextCheckAt;
    private @Nullable Instant throttledUntil;
    private @Nullable Instant nextAttempt;
    private @Nullable Progress progress;
    private @Nullable Instant queueReadyAt;
    private int failures;
    private boolean rowDecided;
    private boolean countsFromDue;
    private long stored;

    MailboxState(MailboxRun run) {
        MailboxSnapshot known = run.snapshot();
        status = known.status();
        cause = known.cause();
        ownerNotified = run.ownerNotified();
        lastCheckAt = known.lastCheckAt();
        nextCheckAt = known.nextCheckAt();
        throttledUntil = known.throttledUntil();
        nextAttempt = known.nextAttempt();
        grant = new Grant(known.tokenExpiresAt(), run.keepAliveAt());
        progress = run.progress();
        queueReadyAt = progress == null ? null : progress.readyAt();
        failures = known.failures();
        stored = known.stored();
    }

    /** What people are shown: a part that fails and holds up nothing else has its next attempt, too. */
    MailboxSnapshot snapshot() {
        Instant partAgainAt = status == MailboxStatus.DEGRADED && progress != null ? progress.failingUntil() : null;
        return snapshot(nextAttempt == null ? partAgainAt : nextAttempt);
    }

    private MailboxSnapshot snapshot(@Nullable Instant shownAttempt) {
        return new MailboxSnapshot(
                status,
                cause,
                lastCheckAt,
                nextCheckAt,
                throttledUntil,
                shownAttempt,
                grant.tokenExpiresAt(),
                failures,
                stored);
    }

    /** What the next run is to know. */
    MailboxRun toNextRun(UUID mailboxId, List<Command> commands, boolean checkNow, int maxHistoryLength) {
        return new MailboxRun(
                mailboxId,
                snapshot(nextAttempt),
                progress,
                grant.keepAliveAt(),
                ownerNotified,
                commands,
                checkNow,
                maxHistoryLength);
    }

    Grant grant() {
        return grant;
    }

    MailboxStatus status() {
        return status;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    /** The only way to another status: visible in lists (search attribute) and on the workflow's page (details). */
    void transitionTo(MailboxStatus next, @Nullable String nextCause) {
        if (!next.name().equals(Workflow.getTypedSearchAttributes().get(SearchAttributes.MAILBOX_STATUS))) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.MAILBOX_STATUS.valueSet(next.name()));
        }
        ownerNotified &= next == status && Objects.equals(nextCause, cause);
        status = next;
        cause = nextCause;
        showDetails();
    }

    /** Nothing stands in the way of a step. */
    void working() {
        if (status == MailboxStatus.PAUSED
                || status == MailboxStatus.NEEDS_RECONNECT
                || status == MailboxStatus.BLOCKED) {
            succeeded();
        }
    }

    /** No steps are made: what failed before no longer matters when they begin again. */
    void resting(MailboxStatus next) {
        forgetFailures();
        transitionTo(next, null);
    }

    /** Google no longer honours the grant, so neither what is left of the access token. */
    void needsReconnect(@Nullable String nextCause) {
        forgetFailures();
        grant.forgetToken();
        transitionTo(MailboxStatus.NEEDS_RECONNECT, nextCause);
    }

    void blocked(@Nullable String nextCause) {
        if (status != MailboxStatus.BLOCKED) {
            forgetFailures();
            nextAttempt = now().plus(BLOCKED_RECHECK);
        }
        transitionTo(MailboxStatus.BLOCKED, nextCause);
    }

    void blockedIsChecked() {
        nextAttempt = now().plus(BLOCKED_RECHECK);
        showDetails();
    }

    private void forgetFailures() {
        failures = 0;
        rowDecided = false;
        nextAttempt = null;
    }

    boolean ownerNotified() {
        return ownerNotified;
    }

    void ownerWasNotified() {
        ownerNotified = true;
    }

    /** From here on the interval counts from when a look was due: one that was late does not make the next one later. */
    void countFromDueTime() {
        countsFromDue = true;
    }

    /**
     * A look ended: the next one is due an interval later, or earlier where a candidate waits for the search.
     *
     * @param begunAt when the look began
     */
    void checked(Progress result, Instant begunAt) {
        lastCheckAt = now();
        Instant regular = countsFromDue ? nextInStep(result.interval(), begunAt) : lastCheckAt.plus(result.interval());
        Instant again = result.checkAgainAt();
        nextCheckAt = notTooSoon(again != null && again.isBefore(regular) ? again : regular);
        showDetails();
    }

    /** Whole intervals after the time that the look was due, or began where that was earlier: the first one to come. */
    private Instant nextInStep(Duration interval, Instant begunAt) {
        Instant base = nextCheckAt != null && nextCheckAt.isBefore(begunAt) ? nextCheckAt : begunAt;
        long passed = Duration.between(base, now()).toMillis();
        long length = Math.max(1, interval.toMillis());
        return base.plusMillis((passed / length + 1) * length);
    }

    /** A step ended, for better or worse: this is where it left the mailbox. */
    void advanced(Progress result) {
        progress = result;
        queueReadyAt = result.readyAt() == null ? null : notTooSoon(result.readyAt());
        throttledUntil = result.throttledUntil();
        if (result.outcome() == Outcome.THROTTLED) {
            throttledUntil = notTooSoon(throttledUntil == null ? now() : throttledUntil);
        }
        stored += result.stored();
    }

    /** A step did what it could: whatever held up all of the sync before is over. What fails of a part of it is said. */
    void succeeded() {
        forgetFailures();
        transitionTo(atWork(), progress == null ? null : progress.failing());
    }

    private MailboxStatus atWork() {
        if (progress != null && progress.failing() != null) {
            return MailboxStatus.DEGRADED;
        }
        return progress != null && progress.importing() ? MailboxStatus.IMPORTING : MailboxStatus.LIVE;
    }

    /**
     * A step failed.
     *
     * @param rowDecides whether the reason is in the row
     * @param shared whether all mailboxes wait for the same thing: few of them ask Google, so that none need wait long
     * @return when to try again, ever later; null for at once, where the row decides (it may have changed) and did not
     *     the time before
     */
    @Nullable
    Instant failed(boolean rowDecides, boolean shared) {
        failures++;
        boolean rowMayHaveChanged = rowDecides && !rowDecided;
        rowDecided = rowDecides;
        if (rowMayHaveChanged) {
            return null;
        }
        Duration pause = shared ? BACK_OFF[0] : BACK_OFF[Math.min(failures, BACK_OFF.length) - 1];
        long jitterMillis = Workflow.newRandom().nextInt(10_000);
        nextAttempt = now().plus(pause).plusMillis(jitterMillis);
        return nextAttempt;
    }

    boolean isCheckDue() {
        return nextCheckAt == null || !now().isBefore(nextCheckAt);
    }

    boolean isStoreDue() {
        return progress != null && (progress.ready() || (queueReadyAt != null && !now().isBefore(queueReadyAt)));
    }

    /** Whether Google wants to be left alone; until then nobody's wish counts. */
    boolean isThrottled() {
        return throttledUntil != null && now().isBefore(throttledUntil);
    }

    /** Whether Google or an earlier failure wants us to wait. */
    boolean mustWait() {
        return now().isBefore(restUntil());
    }

    /** When to see again what there is to do, for a mailbox that has nothing to do right now. */
    Instant wakeAt() {
        if (mustWait()) {
            return restUntil();
        }
        Instant wake = nextCheckAt == null ? now() : nextCheckAt;
        return queueReadyAt != null && queueReadyAt.isBefore(wake) ? queueReadyAt : wake;
    }

    private Instant restUntil() {
        Instant until = Instant.EPOCH;
        if (throttledUntil != null) {
            until = throttledUntil;
        }
        return nextAttempt != null && nextAttempt.isAfter(until) ? nextAttempt : until;
    }

    void showDetails() {
        Workflow.setCurrentDetails(snapshot().details());
    }

    private static Instant notTooSoon(Instant instant) {
        Instant floor = now().plus(CLOCK_FLOOR);
        return instant.isBefore(floor) ? floor : instant;
    }

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}

package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.DesiredState;
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

/** What the workflow knows about its mailbox between two steps, and the one place where the status changes. */
final class MailboxState {

    private static final Duration BLOCKED_RECHECK = Duration.ofDays(1);

    private final Grant grant;
    private final CheckSchedule checks;
    private final BackOff backOff;
    private MailboxStatus status;
    private @Nullable String cause;
    private boolean ownerNotified;
    private @Nullable Instant throttledUntil;
    private @Nullable Progress progress;
    private @Nullable Instant queueReadyAt;
    private long stored;

    MailboxState(MailboxRun run) {
        MailboxSnapshot known = run.snapshot();
        grant = new Grant(known.tokenExpiresAt(), run.keepAliveAt());
        checks = new CheckSchedule(known.lastCheckAt(), known.nextCheckAt());
        backOff = new BackOff(known.failures(), known.nextAttempt());
        status = known.status();
        cause = known.cause();
        ownerNotified = run.ownerNotified();
        throttledUntil = known.throttledUntil();
        progress = run.progress();
        queueReadyAt = progress == null ? null : progress.readyAt();
        stored = known.stored();
    }

    /** What people are shown. A part that fails while the others go on has a next attempt, too. */
    MailboxSnapshot snapshot() {
        Instant partAgainAt = status == MailboxStatus.DEGRADED && progress != null ? progress.failingUntil() : null;
        Instant nextAttempt = backOff.nextAttempt();
        return snapshot(nextAttempt == null ? partAgainAt : nextAttempt);
    }

    private MailboxSnapshot snapshot(@Nullable Instant shownAttempt) {
        return new MailboxSnapshot(
                status,
                cause,
                checks.lastAt(),
                checks.nextAt(),
                throttledUntil,
                shownAttempt,
                grant.tokenExpiresAt(),
                backOff.failures(),
                stored);
    }

    /** The input of the next run. */
    MailboxRun toNextRun(UUID mailboxId, List<Command> commands, boolean checkNow, int maxHistoryLength) {
        return new MailboxRun(
                mailboxId,
                snapshot(backOff.nextAttempt()),
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

    CheckSchedule checks() {
        return checks;
    }

    MailboxStatus status() {
        return status;
    }

    /** Where the last step left the mailbox; null before the first step. */
    @Nullable
    Progress progress() {
        return progress;
    }

    /** The status that follows from what the row says and from how the last steps went. */
    MailboxStatus statusUnder(DesiredState wanted) {
        return MailboxStatus.of(wanted, backOff.nextAttempt() != null || isPartFailing(), isImporting());
    }

    /** The only way to another status. Lists show it (search attribute), and so does the workflow's page (details). */
    void transitionTo(MailboxStatus next, @Nullable String nextCause) {
        if (!next.name().equals(Workflow.getTypedSearchAttributes().get(SearchAttributes.MAILBOX_STATUS))) {
            Workflow.upsertTypedSearchAttributes(SearchAttributes.MAILBOX_STATUS.valueSet(next.name()));
        }
        ownerNotified &= next == status && Objects.equals(nextCause, cause);
        status = next;
        cause = nextCause;
        showDetails();
    }

    /** The mailbox may sync: whatever kept it from syncing is over. */
    void working() {
        if (status == MailboxStatus.PAUSED
                || status == MailboxStatus.NEEDS_RECONNECT
                || status == MailboxStatus.BLOCKED) {
            succeeded();
        }
    }

    /** The mailbox makes no steps. Earlier failures no longer matter when it starts again. */
    void idle(MailboxStatus next) {
        backOff.reset();
        transitionTo(next, null);
    }

    /** Google no longer honours the grant, and with it the current access token. */
    void needsReconnect(@Nullable String nextCause) {
        backOff.reset();
        grant.forgetToken();
        transitionTo(MailboxStatus.NEEDS_RECONNECT, nextCause);
    }

    void blocked(@Nullable String nextCause) {
        if (status != MailboxStatus.BLOCKED) {
            backOff.reset();
            backOff.waitFor(BLOCKED_RECHECK);
        }
        transitionTo(MailboxStatus.BLOCKED, nextCause);
    }

    /** The daily check of a blocked mailbox is about to be made. */
    void blockedIsRechecked() {
        backOff.waitFor(BLOCKED_RECHECK);
        showDetails();
    }

    boolean isOwnerNotified() {
        return ownerNotified;
    }

    void ownerWasNotified() {
        ownerNotified = true;
    }

    void checked(Progress result, Instant begunAt) {
        checks.checked(result, begunAt);
        showDetails();
    }

    /** A step ended, whatever its outcome: this is where it left the mailbox. */
    void advanced(Progress result) {
        progress = result;
        queueReadyAt = result.readyAt() == null ? null : WorkflowClock.notTooSoon(result.readyAt());
        throttledUntil = result.throttledUntil();
        if (result.outcome() == Outcome.THROTTLED) {
            throttledUntil = WorkflowClock.notTooSoon(throttledUntil == null ? WorkflowClock.now() : throttledUntil);
        }
        stored += result.stored();
    }

    /** A step succeeded, so no failure holds up the whole sync. A part of it may still fail, which the status says. */
    void succeeded() {
        backOff.reset();
        transitionTo(
                MailboxStatus.working(isPartFailing(), isImporting()), progress == null ? null : progress.failing());
    }

    private boolean isPartFailing() {
        return progress != null && progress.failing() != null;
    }

    private boolean isImporting() {
        return progress != null && progress.importing();
    }

    /**
     * A step failed.
     *
     * @return when to try again; null for at once, see {@link BackOff#failed}
     */
    @Nullable
    Instant failed(boolean rowDecides, boolean shared) {
        return backOff.failed(rowDecides, shared);
    }

    boolean isStoreDue() {
        return progress != null && (progress.ready() || WorkflowClock.isReached(queueReadyAt));
    }

    /** Whether Google asked to slow down. Until then, requested checks wait as well. */
    boolean isThrottled() {
        return WorkflowClock.isAhead(throttledUntil);
    }

    /** Whether Google or an earlier failure makes the mailbox wait. */
    boolean mustWait() {
        return WorkflowClock.isAhead(waitUntil());
    }

    /** When a mailbox that has nothing to do now may have something to do. */
    Instant wakeAt() {
        Instant until = waitUntil();
        if (until != null && WorkflowClock.isAhead(until)) {
            return until;
        }
        Instant nextCheck = checks.nextAt();
        Instant wake = nextCheck == null ? WorkflowClock.now() : nextCheck;
        return queueReadyAt != null && queueReadyAt.isBefore(wake) ? queueReadyAt : wake;
    }

    private @Nullable Instant waitUntil() {
        Instant nextAttempt = backOff.nextAttempt();
        boolean throttledForLonger =
                throttledUntil != null && (nextAttempt == null || !nextAttempt.isAfter(throttledUntil));
        return throttledForLonger ? throttledUntil : nextAttempt;
    }

    void showDetails() {
        Workflow.setCurrentDetails(snapshot().details());
    }
}

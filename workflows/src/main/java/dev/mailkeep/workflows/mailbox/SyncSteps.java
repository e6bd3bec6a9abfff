package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Makes single steps. Each is an activity that ends when the row wants something else. Its failure is kept in the state,
 * not thrown.
 */
final class SyncSteps {

    private static final Logger log = Workflow.getLogger(SyncSteps.class);

    /** Failures whose reason the activity has already written to the row. */
    private static final Set<String> IN_THE_ROW = Set.of(
            FailureTypes.GRANT_REVOKED, FailureTypes.SCOPE_MISSING, FailureTypes.BLOCKED, FailureTypes.SUPERSEDED);

    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(10);

    private final UUID mailboxId;
    private final ActivityStubs call;
    private final MailboxState state;
    private final PendingCommands pending;
    private final WatchRenewal watch = new WatchRenewal();
    private boolean cancelled;

    SyncSteps(UUID mailboxId, ActivityStubs call, MailboxState state, PendingCommands pending) {
        this.mailboxId = mailboxId;
        this.call = call;
        this.state = state;
        this.pending = pending;
    }

    void check(DesiredState under) {
        pending.checkStarts();
        Instant begunAt = WorkflowClock.now();
        Progress result = sync(under, () -> Async.function(call.gmail::findMessages, mailboxId, FindMode.CHECK));
        if (result != null && result.outcome() == Outcome.DONE) {
            state.checked(result, begunAt);
        } else if (state.status() != MailboxStatus.BLOCKED) {
            pending.checkFailed();
        }
    }

    void list(DesiredState under) {
        sync(under, () -> Async.function(call.gmail::findMessages, mailboxId, FindMode.LISTING));
    }

    void store(DesiredState under) {
        sync(under, () -> Async.function(call.messages::storeMessages, mailboxId));
    }

    boolean isWatchDue(DesiredState wanted) {
        return watch.isDue(wanted);
    }

    /** Asks Gmail to push. A failure does not degrade the mailbox, because checks find the mail in any case. */
    void renewWatch(DesiredState under) {
        try {
            awaitUnlessSuperseded(under, () -> Async.procedure(call.push::renewWatch, mailboxId));
        } catch (ActivityFailure failure) {
            if (wasCancelled(failure)) {
                return;
            }
            watch.failed(IN_THE_ROW.contains(typeOf(failure)));
        }
        pending.rowMayHaveChanged();
    }

    /** Uses the grant, because an unused grant dies. */
    void keepGrantAlive(DesiredState under) {
        try {
            refreshToken(under);
        } catch (ActivityFailure failure) {
            if (!wasCancelled(failure)) {
                state.grant().keepAliveFailed();
                pending.rowMayHaveChanged();
            }
        }
    }

    /** Notifies the owner of what prevents syncing, once. */
    void notifyOwner(DesiredState under) {
        if (state.isOwnerNotified() || pending.supersedes(under)) {
            return;
        }
        try {
            awaitUnlessSuperseded(under, () -> Async.procedure(call.notifications::notifyOwner, mailboxId));
            state.ownerWasNotified();
        } catch (ActivityFailure failure) {
            if (!wasCancelled(failure)) {
                log.warn("The owner of mailbox {} could not be notified", mailboxId);
            }
        }
    }

    /** Makes a step of the sync and keeps its result in the state; null when the step failed or was not made. */
    private @Nullable Progress sync(DesiredState under, Supplier<Promise<Progress>> step) {
        try {
            if (state.grant().tokenNeedsRefresh()) {
                refreshToken(under);
            }
            if (pending.supersedes(under)) {
                return null;
            }
            Progress result = awaitUnlessSuperseded(under, step);
            state.advanced(result);
            if (result.outcome() == Outcome.STOPPED) {
                failed(under, FailureTypes.SUPERSEDED);
            } else {
                state.succeeded();
            }
            return result;
        } catch (ActivityFailure failure) {
            if (!wasCancelled(failure)) {
                failed(under, typeOf(failure));
            }
            return null;
        }
    }

    private void refreshToken(DesiredState under) {
        state.grant()
                .refreshed(awaitUnlessSuperseded(under, () -> Async.function(call.tokens::refreshToken, mailboxId))
                        .expiresAt());
    }

    /**
     * Waits for an activity. A command that arrives meanwhile is written to the row, where the running activity sees it
     * within a second and ends. An activity that does not end, because Temporal will retry it only much later, is cancelled.
     * Not at once: the embedded Temporal server fails when a cancellation crosses the activity's end
     * (TestWorkflowMutableStateImpl.processRequestCancelActivityTask, 1.38.0).
     */
    private <T> T awaitUnlessSuperseded(DesiredState under, Supplier<Promise<T>> activity) {
        CompletablePromise<T> result = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> result.completeFrom(activity.get()));
        scope.run();
        cancelled = false;
        while (true) {
            Workflow.await(() -> result.isCompleted() || pending.hasNews());
            if (result.isCompleted()) {
                return result.get();
            }
            if (!pending.writePendingAndRead().equals(under) && !cancelled) {
                Supplier<Boolean> endedOrNews = () -> result.isCompleted() || pending.hasNews();
                WakeableTimer.sleep(TIME_TO_FINISH, "Let the requests in flight finish", endedOrNews);
                if (!endedOrNews.get()) {
                    cancelled = true;
                    scope.cancel();
                }
            }
        }
    }

    /** Whether the last activity ended because {@link #awaitUnlessSuperseded} cancelled it. */
    private boolean wasCancelled(ActivityFailure failure) {
        return cancelled && failure.getCause() instanceof CanceledFailure;
    }

    private static String typeOf(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure known
                ? FailureTypes.orUnexpected(known.getType())
                : FailureTypes.UNEXPECTED;
    }

    /** A step failed. Either the row says why, or the step is tried again later and the owner can see when. */
    private void failed(DesiredState under, String type) {
        if (type.equals(FailureTypes.SUPERSEDED) && pending.supersedes(under)) {
            return;
        }
        pending.rowMayHaveChanged();
        if (state.status() == MailboxStatus.BLOCKED) {
            return;
        }
        boolean rowDecides = IN_THE_ROW.contains(type);
        Instant nextAttempt = state.failed(rowDecides, type.equals(FailureTypes.OPERATOR_FAULT));
        if (nextAttempt == null) {
            return;
        }
        state.transitionTo(MailboxStatus.DEGRADED, type);
        try {
            call.bestEffort.reportFailure(mailboxId, type, nextAttempt);
        } catch (ActivityFailure failure) {
            log.warn("The failure of mailbox {} could not be written to its row", mailboxId);
        }
    }
}

package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.Orders;
import dev.mailkeep.workflows.contract.Orders.Condition;
import dev.mailkeep.workflows.contract.Orders.Desired;
import dev.mailkeep.workflows.contract.Progress;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The life of a mailbox: read what is to be done, do one step of it, rest; until it is disconnected. */
public final class MailboxWorkflowImpl implements MailboxWorkflow {

    /** An unused grant dies after six months; a weekly refresh leaves room for many failures. */
    private static final Duration KEEP_ALIVE = Duration.ofDays(7);

    private static final Duration BLOCKED_RECHECK = Duration.ofDays(1);
    private static final Duration MAX_RUN_AGE = Duration.ofHours(24);

    /** Failures whose reason is already in the row when they arrive. */
    private static final Set<String> IN_THE_ROW = Set.of(
            FailureTypes.GRANT_REVOKED, FailureTypes.SCOPE_MISSING, FailureTypes.BLOCKED, FailureTypes.SUPERSEDED);

    private final ActivityStubs call = new ActivityStubs();
    private final UUID mailboxId;
    private final int maxHistoryLength;
    private final Instant runStartedAt;
    private final MailboxState state;
    private final Inbox inbox;
    private boolean searchNext = true;

    /** Restores what the previous run knew before any handler can run. */
    @WorkflowInit
    public MailboxWorkflowImpl(MailboxRun run) {
        mailboxId = run.mailboxId();
        maxHistoryLength = run.maxHistoryLength();
        runStartedAt = MailboxState.now();
        state = new MailboxState(run);
        inbox = new Inbox(mailboxId, call.row, run.commands(), run.lookNow());
    }

    @Override
    public void run(MailboxRun ignored) {
        while (true) {
            Orders now = inbox.takeOrders();
            if (now.desired() == Desired.GONE || now.desired() == Desired.DISCONNECT) {
                leave(now);
                return;
            }
            if (now.desired() == Desired.PAUSE) {
                state.transitionTo(MailboxStatus.PAUSED, null);
                restAndKeepTheGrantAlive();
            } else if (now.condition() == Condition.NEEDS_RECONNECT) {
                standStill(MailboxStatus.NEEDS_RECONNECT, now.cause());
                Workflow.await(inbox::hasNews);
            } else if (now.condition() == Condition.BLOCKED) {
                standStill(MailboxStatus.BLOCKED, now.cause());
                WakeableTimer.sleep(BLOCKED_RECHECK, "Check again whether Gmail is allowed", inbox::hasNews);
                if (!inbox.hasNews()) {
                    look();
                }
            } else if (!now.watching()) {
                state.transitionTo(MailboxStatus.LIVE, null);
                inbox.lookDone();
                restAndKeepTheGrantAlive();
            } else {
                step();
            }
            continueAsNewIfDue();
        }
    }

    /** One step of the sync, or a rest when there is none to make: live mail first, then finding, then storing. */
    private void step() {
        Progress progress = state.progress();
        if (state.mustWait()) {
            rest();
        } else if (progress == null || inbox.wantsLook() || state.lookIsDue()) {
            look();
        } else if (progress.searching() && (searchNext || !progress.ready())) {
            searchNext = false;
            sync(() -> Async.function(call.gmail::findMessages, mailboxId, FindMode.SEARCH));
        } else if (progress.ready()
                || (progress.readyAt() != null && !progress.readyAt().isAfter(MailboxState.now()))) {
            searchNext = true;
            sync(() -> Async.function(call.messages::storeMessages, mailboxId));
        } else {
            rest();
        }
    }

    private void look() {
        inbox.lookDone();
        Progress result = sync(() -> Async.function(call.gmail::findMessages, mailboxId, FindMode.LOOK));
        if (result != null && result.outcome() == Progress.Outcome.DONE) {
            state.looked(result);
        }
    }

    /** Makes a step of the sync and takes note of how it went; null when it failed. */
    private @Nullable Progress sync(Supplier<Promise<Progress>> step) {
        try {
            if (state.tokenNeedsRefresh()) {
                refreshToken();
            }
            Progress result = whileTakingCommands(step.get());
            state.advanced(result);
            if (result.outcome() == Progress.Outcome.STOPPED) {
                inbox.readOrdersAgain();
            }
            return result;
        } catch (ActivityFailure failure) {
            failed(failure);
            return null;
        }
    }

    private void refreshToken() {
        state.refreshed(call.tokens.refreshToken(mailboxId).expiresAt());
    }

    private void failed(ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
            throw failure;
        }
        String type = failure.getCause() instanceof ApplicationFailure known
                ? known.getType()
                : FailureTypes.GOOGLE_UNAVAILABLE;
        inbox.readOrdersAgain();
        boolean rowDecides = IN_THE_ROW.contains(type);
        Instant nextAttempt = state.failed(rowDecides);
        if (rowDecides) {
            return;
        }
        state.transitionTo(MailboxStatus.DEGRADED, type);
        try {
            call.bestEffort.reportTrouble(mailboxId, type, nextAttempt);
        } catch (ActivityFailure unreported) {
            Workflow.getLogger(MailboxWorkflowImpl.class).warn("Trouble of {} could not be written down", mailboxId);
        }
    }

    /** Waits for an activity; a command that arrives meanwhile is written to the row, where the activity sees it. */
    private <T> T whileTakingCommands(Promise<T> running) {
        while (true) {
            Workflow.await(() -> running.isCompleted() || inbox.hasCommands());
            inbox.takeCommands();
            if (running.isCompleted()) {
                return running.get();
            }
        }
    }

    private void standStill(MailboxStatus status, @Nullable String cause) {
        state.transitionTo(status, cause);
        call.notifications.notifyPerson(mailboxId);
        inbox.look();
    }

    private void rest() {
        Duration duration = Duration.between(MailboxState.now(), state.wakeAt());
        boolean mustWait = state.mustWait();
        String summary = mustWait ? "Wait before the next attempt" : "Until the next look";
        WakeableTimer.sleep(duration, summary, () -> inbox.hasNews() || (inbox.wantsLook() && !mustWait));
    }

    private void restAndKeepTheGrantAlive() {
        Duration left = KEEP_ALIVE.minus(state.sinceRefresh());
        WakeableTimer.sleep(left, "Keep the grant alive", inbox::hasNews);
        if (inbox.hasNews()) {
            return;
        }
        try {
            refreshToken();
        } catch (ActivityFailure failure) {
            failed(failure);
            WakeableTimer.sleep(Duration.ofHours(1), "Try the refresh again", inbox::hasNews);
        }
    }

    private void leave(Orders now) {
        state.transitionTo(MailboxStatus.DISCONNECTING, null);
        if (now.desired() == Desired.DISCONNECT) {
            try {
                call.farewell.revokeGrant(mailboxId);
            } catch (ActivityFailure failure) {
                Workflow.getLogger(MailboxWorkflowImpl.class).warn("Revoking is left to the background");
            }
            call.row.deleteMailbox(mailboxId);
        }
        inbox.close();
    }

    private void continueAsNewIfDue() {
        boolean due = Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= maxHistoryLength
                || Duration.between(runStartedAt, MailboxState.now()).compareTo(MAX_RUN_AGE) >= 0;
        if (!due) {
            return;
        }
        inbox.close();
        Workflow.continueAsNew(new MailboxRun(
                mailboxId,
                state.snapshot(),
                state.progress(),
                state.lastRefreshAt(),
                inbox.commands(),
                inbox.wantsLook(),
                maxHistoryLength));
    }

    @Override
    public void pause(@Nullable Long commandVersion) {
        inbox.add(Command.of(Kind.PAUSE, commandVersion));
    }

    @Override
    public void resume(@Nullable Long commandVersion) {
        inbox.add(Command.of(Kind.RESUME, commandVersion));
    }

    @Override
    public void resync(@Nullable Long commandVersion) {
        inbox.add(Command.of(Kind.RESYNC, commandVersion));
    }

    @Override
    public void disconnect(@Nullable Long commandVersion) {
        inbox.add(Command.of(Kind.DISCONNECT, commandVersion));
    }

    @Override
    public void accessRevoked(@Nullable String hint) {
        state.forgetToken();
        settingsChanged();
    }

    @Override
    public void mailArrived() {
        inbox.look();
    }

    @Override
    public void settingsChanged() {
        inbox.readOrdersAgain();
        inbox.look();
    }

    @Override
    public MailboxSnapshot resyncSince(@Nullable Instant since, @Nullable Long commandVersion) {
        inbox.add(new Command(Kind.RESYNC, commandVersion, since));
        inbox.awaitAnswer();
        return state.snapshot();
    }

    @Override
    public MailboxSnapshot sendersChanged() {
        settingsChanged();
        inbox.awaitAnswer();
        return state.snapshot();
    }

    @Override
    public MailboxSnapshot status() {
        return state.snapshot();
    }
}
